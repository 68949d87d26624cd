package net.saltban.aggregator;

import java.time.Duration;

import net.saltban.text.UntrustedText;
import net.saltban.yaml.DurationText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationText.tryParse(text)
                .filter(duration -> duration.compareTo(Duration.ofMinutes(1)) >= 0)
                .orElseThrow(() -> new TypeConversionException("\"" + UntrustedText.show(text, 40)
                        + "\"; use a number with s, m, h or d, of a minute or more, such as 12h"));
    }
}
