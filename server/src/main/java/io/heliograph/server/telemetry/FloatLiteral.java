package io.heliograph.server.telemetry;

import java.math.BigDecimal;

/** Numbers as the metrics print them: always with a decimal point, never with an exponent. */
final class FloatLiteral {

    private FloatLiteral() {}

    /** {@code 2.0}, {@code 0.0005}, {@code 536870912.0}; {@code NaN}, {@code +Inf}, {@code -Inf}. */
    static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String text = Double.toString(value);
        if (text.indexOf('E') < 0) {
            return text;
        }
        String plain = new BigDecimal(text).stripTrailingZeros().toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
}
