// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A census by docs/spec/census.md as it stands, from the entries' text; uses nothing of the code it judges. */
final class SmallCensus {

    private static final Pattern CUSTOMER = Pattern.compile("^\\{\"action\":.*?,\"customer\":\"([0-9a-f]{64})\"");

    /** Reference in hexadecimal, which sorts as its bytes do, to the places of its entries. */
    final SortedMap<String, List<Integer>> places = new TreeMap<>();
    private final List<byte[]> lines = new ArrayList<>();

    SmallCensus(List<byte[]> entries, int size) {
        for (int i = 0; i < size; i++) {
            Matcher named = CUSTOMER.matcher(new String(entries.get(i), StandardCharsets.UTF_8));
            if (named.find()) {
                places.computeIfAbsent(named.group(1), none -> new ArrayList<>()).add(i);
            }
        }
        places.forEach((reference, all) -> {
            byte[] list = new byte[32];
            for (int place : all) {
                list = SmallTree.sha256(new byte[] {2}, list, eight(place), SmallTree.leaf(entries.get(place)));
            }
            lines.add(ByteBuffer.allocate(72).put(HexFormat.of().parseHex(reference)).putLong(all.size()).put(list)
                    .array());
        });
    }

    private static byte[] eight(int place) {
        return new byte[] {0, 0, 0, 0, (byte) (place >> 24), (byte) (place >> 16), (byte) (place >> 8), (byte) place};
    }

    int entries() {
        return places.values().stream().mapToInt(List::size).sum();
    }

    byte[] line(String reference) {
        return lines.get(place(reference));
    }

    int place(String reference) {
        return places.headMap(reference).size();
    }

    byte[] root() {
        return lines.isEmpty() ? SmallTree.sha256() : root(lines);
    }

    List<byte[]> path(int m) {
        return path(m, lines);
    }

    private static List<byte[]> path(int m, List<byte[]> lines) {
        List<byte[]> path = new ArrayList<>();
        if (lines.size() > 1) {
            int k = Integer.highestOneBit(lines.size() - 1);
            List<byte[]> left = lines.subList(0, k);
            List<byte[]> right = lines.subList(k, lines.size());
            path.addAll(m < k ? path(m, left) : path(m - k, right));
            path.add(root(m < k ? right : left));
        }
        return path;
    }

    private static byte[] root(List<byte[]> lines) {
        int k = Integer.highestOneBit(Math.max(1, lines.size() - 1));
        return lines.size() == 1 ? SmallTree.leaf(lines.get(0))
                : SmallTree.node(root(lines.subList(0, k)), root(lines.subList(k, lines.size())));
    }
}
