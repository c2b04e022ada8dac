// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The facts that recognisers ask for, out of the package's resources. Read once; about half a megabyte. */
final class Tables {

    static final Tables SHIPPED = new Tables();

    private static final int BIN_DIGITS_MAX = 10;

    private final BitSet currentAreas = new BitSet(1_000_000);
    private final BitSet abandonedAreas = new BitSet(1_000_000);
    private final BitSet countries = new BitSet(1_000);
    private final BitSet chineseNetworks = new BitSet(100);
    /** By the length of the whole number, each prefix as its digits with their count in front. */
    private final List<Set<Long>> issuers = new ArrayList<>();
    private final Set<String> cities = new HashSet<>();

    private Tables() {
        areas();
        networks();
        issuers();
        for (String line : lines("cities.txt")) {
            cities.addAll(List.of(line.split(" ")));
        }
    }

    boolean areaIsCurrent(int code) {
        return currentAreas.get(code);
    }

    boolean areaIsAbandoned(int code) {
        return abandonedAreas.get(code);
    }

    boolean countryHasNetworks(int code) {
        return countries.get(code);
    }

    boolean chineseNetwork(int code) {
        return chineseNetworks.get(code);
    }

    Set<String> cities() {
        return cities;
    }

    boolean issuerKnown(Digits card) {
        if (card.length() >= issuers.size()) {
            return false;
        }
        Set<Long> known = issuers.get(card.length());
        for (int digits = 5; digits <= BIN_DIGITS_MAX; digits++) {
            long prefix = 0;
            for (int i = 0; i < digits; i++) {
                prefix = prefix * 10 + card.charAt(i) - '0';
            }
            if (known.contains(key(prefix, digits))) {
                return true;
            }
        }
        return false;
    }

    private void areas() {
        BitSet target = currentAreas;
        for (String line : lines("area-codes.txt")) {
            if (line.equals("current") || line.equals("abandoned")) {
                target = line.equals("current") ? currentAreas : abandonedAreas;
                continue;
            }
            String[] parts = line.split(" ");
            int city = Integer.parseInt(parts[0]) * 100;
            for (int i = 1; i < parts.length; i++) {
                setRange(target, parts[i], city);
            }
        }
    }

    private void networks() {
        for (String line : lines("network-codes.txt")) {
            String[] parts = line.split(" ");
            for (int i = 1; i < parts.length; i++) {
                setRange(parts[0].equals("mcc") ? countries : chineseNetworks, parts[i], 0);
            }
        }
    }

    private static void setRange(BitSet target, String range, int above) {
        String[] ends = range.split("-");
        target.set(above + Integer.parseInt(ends[0]), above + Integer.parseInt(ends[ends.length - 1]) + 1);
    }

    private void issuers() {
        for (int length = 0; length <= 19; length++) {
            issuers.add(new HashSet<>());
        }
        for (String line : lines("bank-bins.txt")) {
            String[] parts = line.split(" ");
            Set<Long> known = issuers.get(Integer.parseInt(parts[0]));
            for (int i = 1; i < parts.length; i++) {
                String[] ends = parts[i].split("-");
                for (long bin = Long.parseLong(ends[0]); bin <= Long.parseLong(ends[ends.length - 1]); bin++) {
                    known.add(key(bin, ends[0].length()));
                }
            }
        }
    }

    private static long key(long prefix, int digits) {
        return prefix * 16 + digits;
    }

    /** The lines of a resource of this package without comments and blank ones. */
    static List<String> lines(String resource) {
        try (InputStream in = Tables.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
