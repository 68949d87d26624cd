package net.saltban;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Rules on the shape of the code that hold in every module; each module's {@code ArchitectureTest} checks them. */
public final class HouseRules {
    /** Packages of the first level do not need each other in a circle. */
    @ArchTest
    public static final ArchRule NO_CYCLES =
            slices().matching("net.saltban.(*)..").should().beFreeOfCycles();

    /** Each package says in its package-info that nothing in it is null. */
    @ArchTest
    public static final ArchRule NULL_MARKED = classes()
            .that()
            .resideInAPackage("net.saltban..")
            .and()
            .doNotHaveSimpleName("package-info")
            .and()
            .areTopLevelClasses()
            .should(lieInNullMarkedPackage());

    /** No state that all share. */
    @ArchTest
    public static final ArchRule STATIC_FIELDS_FINAL = fields().that()
            .areStatic()
            .and()
            .areNotAnnotatedWith("java.lang.SuppressWarnings")
            .should()
            .beFinal();

    /** Names that say nothing. */
    @ArchTest
    public static final ArchRule NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Utils?|Helper|Manager|Impl|Misc)$")
            .because("a name says what a thing is");

    /** Only a program's main class ends the virtual machine. */
    @ArchTest
    public static final ArchRule EXIT_IN_MAIN =
            noClasses().that().haveSimpleNameNotEndingWith("Main").should().callMethod(System.class, "exit", int.class);

    /** Output goes to the streams handed in. */
    @ArchTest
    public static final ArchRule NO_STANDARD_STREAMS = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private HouseRules() {}

    private static ArchCondition<JavaClass> lieInNullMarkedPackage() {
        return new ArchCondition<>("lie in a package marked @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(item, marked, item.getPackageName() + " of " + item.getName()));
            }
        };
    }
}
