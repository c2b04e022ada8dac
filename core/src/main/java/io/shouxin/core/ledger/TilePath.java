// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a tile ({@code tile/<L>/<N>[.p/<W>]}) or of an entry bundle ({@code tile/entries/<N>[.p/<W>]}),
 * relative to the log's prefix, as C2SP tlog-tiles spells it: one spelling for each, everything else refused.
 */
public final class TilePath {

    private static final Pattern SHAPE =
            Pattern.compile("tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");
    private static final int ENTRIES = -1;
    private static final int LEVEL_MAX = 63;

    private final int level;
    private final long n;
    private final int width;

    private TilePath(int level, long n, int width) {
        if (level < ENTRIES || level > LEVEL_MAX || n < 0 || width < 1 || width > Tile.WIDTH) {
            throw refused();
        }
        this.level = level;
        this.n = n;
        this.width = width;
    }

    /** @param width 1 to 256; 256 is the full tile */
    public static TilePath hashes(int level, long n, int width) {
        if (level < 0) {
            throw refused();
        }
        return new TilePath(level, n, width);
    }

    /** @param width 1 to 256; 256 is the full bundle */
    public static TilePath entries(long n, int width) {
        return new TilePath(ENTRIES, n, width);
    }

    /** @throws LedgerRefused {@code ledger.tile-path} for anything but the one spelling of a path */
    public static TilePath parse(String path) {
        Matcher shape = SHAPE.matcher(path);
        if (!shape.matches()) {
            throw refused();
        }
        int level = shape.group(1).equals("entries") ? ENTRIES : Integer.parseInt(shape.group(1));
        long n = Long.parseLong(shape.group(2).replaceAll("[x/]", ""));
        int width = shape.group(3) == null ? Tile.WIDTH : Integer.parseInt(shape.group(3));
        TilePath parsed = new TilePath(level, n, width);
        // Leading zeros, a needless x000 and .p/256 all parse to something that is spelt otherwise.
        if (!parsed.toString().equals(path)) {
            throw refused();
        }
        return parsed;
    }

    public boolean isEntries() {
        return level == ENTRIES;
    }

    /** The level of a hash tile, 0 for entries. */
    public int level() {
        return Math.max(0, level);
    }

    /** The place in its level, from 0. */
    public long n() {
        return n;
    }

    /** 1 to 256; 256 is full. */
    public int width() {
        return width;
    }

    public boolean isFull() {
        return width == Tile.WIDTH;
    }

    /**
     * Whether a log of that size can answer: all it names is in the tree. It may be narrower than the tree
     * now has it, since whoever holds an older checkpoint asks for what that one implies.
     */
    public boolean isWithin(long size) {
        return width <= Tile.width(level(), n, size);
    }

    /** How wide a hash tile is in a tree of that size, 0 where it does not exist; bundles are as level 0. */
    public static int width(int level, long n, long size) {
        return Tile.width(level, n, size);
    }

    /** The partial hash tiles a size implies, level 0 first; a level that ends in a full tile has none. */
    public static List<TilePath> partials(long size) {
        List<TilePath> partials = new ArrayList<>();
        for (int level = 0; Tile.hashesAt(level, size) > 0; level++) {
            long hashes = Tile.hashesAt(level, size);
            if (hashes % Tile.WIDTH != 0) {
                partials.add(hashes(level, hashes / Tile.WIDTH, (int) (hashes % Tile.WIDTH)));
            }
        }
        return partials;
    }

    /** The path itself. */
    @Override
    public String toString() {
        StringBuilder groups = new StringBuilder(group(n));
        for (long rest = n / 1000; rest > 0; rest /= 1000) {
            groups.insert(0, "x" + group(rest) + "/");
        }
        return "tile/" + (isEntries() ? "entries" : level) + "/" + groups + (isFull() ? "" : ".p/" + width);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TilePath that && level == that.level && n == that.n && width == that.width;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(n) * 31 + level * Tile.WIDTH + width;
    }

    private static String group(long number) {
        return String.format(Locale.ROOT, "%03d", number % 1000);
    }

    private static LedgerRefused refused() {
        return new LedgerRefused("ledger.tile-path");
    }
}
