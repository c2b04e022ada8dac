// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Maps, lists, texts, numbers and truth values as JSON (RFC 8259), indented by two blanks. */
public final class Json {

    private Json() {}

    public static String of(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, 0, text);
        return text.toString();
    }

    private static void write(Object value, int depth, StringBuilder text) {
        if (value instanceof Map<?, ?> map) {
            open('{', '}', map.entrySet().iterator(), depth, text);
        } else if (value instanceof List<?> list) {
            open('[', ']', list.iterator(), depth, text);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            quote(String.valueOf(entry.getKey()), text);
            text.append(": ");
            write(entry.getValue(), depth, text);
        } else if (value instanceof Number || value instanceof Boolean || value == null) {
            text.append(value);
        } else {
            quote(value.toString(), text);
        }
    }

    private static void open(char begin, char end, Iterator<?> members, int depth, StringBuilder text) {
        text.append(begin);
        boolean any = members.hasNext();
        while (members.hasNext()) {
            text.append('\n').append("  ".repeat(depth + 1));
            write(members.next(), depth + 1, text);
            text.append(members.hasNext() ? "," : "");
        }
        text.append(any ? "\n" + "  ".repeat(depth) : "").append(end);
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
