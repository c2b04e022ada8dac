// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.intake;

import io.shouxin.server.vault.Customers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the columns of a file become fields of the register.
 *
 * @param columns by the name in the file's first row, or by number from 1 where the file has no such row
 * @param constants fields that every row gets
 * @param ignore columns that are left out on purpose
 * @param ignoreUnlisted whether columns nobody named are left out too; else they refuse the file
 */
record Mapping(Format format, String purpose, Customers.Existing existing, Map<String, Column> columns,
        Map<String, String> constants, Set<String> ignore, boolean ignoreUnlisted) {

    Mapping {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        constants = Map.copyOf(constants);
        ignore = Set.copyOf(ignore);
    }

    /** How the file is written. */
    record Format(Encoding encoding, char separator, char quote, boolean header) {}

    /** The encodings that operators' files come in. */
    enum Encoding {
        UTF_8("utf-8", "UTF-8"), GBK("gbk", "GBK"), GB18030("gb18030", "GB18030"), UTF_16("utf-16", "UTF-16BE");

        private final String code;
        private final String charset;

        Encoding(String code, String charset) {
            this.code = code;
            this.charset = charset;
        }

        String code() {
            return code;
        }

        /** Of UTF-16, the byte order mark decides which half it really is. */
        String charset() {
            return charset;
        }

        static Optional<Encoding> ofCode(String code) {
            return List.of(values()).stream().filter(one -> one.code.equals(code)).findFirst();
        }
    }

    /** What an empty cell means: nothing is known, or the row is wrong. */
    enum Blank { SKIP, REJECT }

    /**
     * One column.
     *
     * @param values what stands in the file and what is meant; empty to take every value as it is
     * @param keepOthers whether a value missing from {@code values} is taken as it is; else the row is rejected
     */
    record Column(String field, Map<String, String> values, boolean keepOthers, Blank blank) {

        Column {
            values = Map.copyOf(values);
        }

        @Override
        public String toString() {
            return "Column[" + field + "]";
        }
    }

    @Override
    public String toString() {
        return "Mapping" + columns.keySet();
    }
}
