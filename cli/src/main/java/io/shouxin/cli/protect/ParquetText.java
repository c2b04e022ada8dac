// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** A value of a column as the text that the same value would be in a CSV. */
final class ParquetText {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private ParquetText() {}

    /** Whether the column's values can become texts at all: one value a row, and of a kind that is known. */
    static boolean isKnown(Type type) {
        return type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)
                && type.asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.INT96;
    }

    /** Whether the bytes of a text are one; true for all other values. */
    static boolean isText(Group row, int field, Type type) {
        PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
        boolean bytes = (name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                && !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
        byte[] value = bytes ? row.getBinary(field, 0).getBytesUnsafe() : new byte[0];
        return Utf8.isValid(value, 0, value.length);
    }

    /** The value of a row that has one. */
    static String of(Group row, int field, Type type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> whole(row.getInteger(field, 0), logical);
            case INT64 -> whole(row.getLong(field, 0), logical);
            case DOUBLE -> decimal(Double.toString(row.getDouble(field, 0)));
            // As a double it would have digits that nobody wrote.
            case FLOAT -> decimal(Float.toString(row.getFloat(field, 0)));
            case BOOLEAN -> Boolean.toString(row.getBoolean(field, 0));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> logical instanceof DecimalLogicalTypeAnnotation decimal
                    ? new BigDecimal(new BigInteger(row.getBinary(field, 0).getBytes()), decimal.getScale())
                            .toPlainString()
                    : row.getBinary(field, 0).toStringUsingUTF8();
            case INT96 -> throw new IllegalStateException("Refused before the first row.");
        };
    }

    private static String whole(long value, LogicalTypeAnnotation logical) {
        if (logical instanceof DateLogicalTypeAnnotation) {
            return LocalDate.ofEpochDay(value).toString();
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            ChronoUnit unit = switch (timestamp.getUnit()) {
                case MILLIS -> ChronoUnit.MILLIS;
                case MICROS -> ChronoUnit.MICROS;
                case NANOS -> ChronoUnit.NANOS;
            };
            return LocalDateTime.ofInstant(Instant.EPOCH.plus(value, unit), ZoneOffset.UTC).format(MOMENT);
        }
        return Long.toString(value);
    }

    /** Without an exponent; NaN and the infinities as they are. */
    private static String decimal(String value) {
        return Character.isDigit(value.charAt(value.length() - 1)) ? new BigDecimal(value).toPlainString() : value;
    }
}
