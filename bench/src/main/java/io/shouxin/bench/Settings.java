// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How much to run: the figures that are published, or a few seconds to see that it works.
 *
 * @param rows customers, and rows of the import
 * @param seconds of one round
 * @param results folder of the tables
 * @param scratch folder for what may be thrown away
 */
record Settings(int rows, int rounds, double seconds, List<Integer> clients, Path results, Path scratch) {

    static Settings read(Path results, Path scratch) {
        return new Settings(Integer.getInteger("bench.rows", 20_000), Integer.getInteger("bench.rounds", 3),
                Double.parseDouble(System.getProperty("bench.seconds", "8")),
                Arrays.stream(System.getProperty("bench.clients", "1,4,16").split(",")).map(Integer::valueOf).toList(),
                results, scratch);
    }
}
