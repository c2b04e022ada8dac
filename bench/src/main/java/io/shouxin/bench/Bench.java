// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** The load's side of a run: {@code access-file results-folder scratch-folder name...}. */
public final class Bench {

    static final List<String> NAMES = List.of("reveal", "search", "import", "growth");

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        run(Access.read(Path.of(args[0])), Settings.read(Path.of(args[1]), Path.of(args[2])),
                Arrays.asList(args).subList(3, args.length));
    }

    static void run(Access access, Settings settings, List<String> names)
            throws IOException, InterruptedException, SQLException {
        List<String> asked = names.isEmpty() ? NAMES : names;
        if (!NAMES.containsAll(asked)) {
            throw new IllegalArgumentException("There are the benches " + NAMES + ", not " + asked);
        }
        if (asked.contains("import")) {
            new ImportBench(access, settings).run();
        }
        if (asked.contains("growth")) {
            new GrowthBench(access, settings).run();
        }
        if (asked.contains("reveal") || asked.contains("search")) {
            SideBySide side = new SideBySide(access, settings);
            if (asked.contains("reveal")) {
                side.reveal();
            }
            if (asked.contains("search")) {
                side.search();
            }
        }
    }
}
