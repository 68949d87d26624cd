package net.saltban;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "net.saltban", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES = HouseRules.NO_CYCLES;

    @ArchTest
    static final ArchRule NULL_MARKED = HouseRules.NULL_MARKED;

    @ArchTest
    static final ArchRule STATIC_FIELDS_FINAL = HouseRules.STATIC_FIELDS_FINAL;

    @ArchTest
    static final ArchRule NAMES = HouseRules.NAMES;

    @ArchTest
    static final ArchRule EXIT_IN_MAIN = HouseRules.EXIT_IN_MAIN;

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = HouseRules.NO_STANDARD_STREAMS;
}
