package net.saltban.aggregator;

import net.saltban.address.Prefix;
import net.saltban.text.UntrustedText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address or a prefix from the command line. */
final class PrefixConverter implements ITypeConverter<Prefix> {
    @Override
    public Prefix convert(String text) {
        try {
            return Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("\"" + UntrustedText.show(text, 60) + "\": " + e.getMessage()
                    + "; write an address or a prefix such as 192.0.2.0/24");
        }
    }
}
