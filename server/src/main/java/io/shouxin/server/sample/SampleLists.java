// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The word lists beside the product, {@code resources/sample/*.txt}: one row a line, # a comment. */
final class SampleLists {

    private SampleLists() {
    }

    static List<String> lines(String name) {
        try (InputStream in = SampleLists.class.getResourceAsStream("/sample/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the sample's list " + name + " is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Each line cut at its blanks. */
    static List<List<String>> rows(String name) {
        return lines(name).stream().map(line -> List.of(line.split(" "))).toList();
    }

    /** A column of numbers, such as the weights. */
    static int[] numbers(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> Integer.parseInt(row.get(column))).toArray();
    }
}
