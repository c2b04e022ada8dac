// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Entries and receipts by docs/spec/ledger.md, 1, 5 and 6, as it stands; uses nothing of the code it judges. */
final class SmallLedger {

    private static final String TOKEN = "[A-Za-z0-9._:/@#-]{1,64}";
    private static final String TIME = "(19[7-9]|[2-9][0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}"
            + "T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z";
    private static final String FORMS = "clear|masked|token|refused|collected|dropped|searched";
    private static final Map<String, String> TEXTS = Map.ofEntries(Map.entry("id", "[0-9a-z]{26}"),
            Map.entry("at", TIME), Map.entry("clock", TOKEN), Map.entry("action", "[a-z]+(\\.[a-z-]+)+"),
            Map.entry("outcome", "done|refused"), Map.entry("purpose", TOKEN), Map.entry("ticket", TOKEN),
            Map.entry("customer", "[0-9a-f]{64}"));
    private static final Map<String, String> ACTOR = Map.of("kind", "staff|service|system|customer", "id", TOKEN,
            "role", TOKEN);
    private static final Pattern RECEIPT = Pattern.compile("c2sp\\.org/tlog-proof@v1\n(?:extra ([^\n]*)\n)?"
            + "index (0|[1-9][0-9]*)\n((?:[^\n ]+\n)*)\n(([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n(?:[^\n]+\n)*)\n"
            + "((?:\u2014 [^\n]+\n)+)");

    private SmallLedger() {
    }

    /** 1. */
    static boolean isEntry(byte[] bytes) {
        try {
            String text = new String(bytes, StandardCharsets.UTF_8);
            Map<String, Object> entry = Vectors.read(text).members();
            return Arrays.equals(written(entry).getBytes(StandardCharsets.UTF_8), bytes) && isShaped(entry);
        } catch (RuntimeException noJson) {
            return false;
        }
    }

    private static boolean isShaped(Map<String, Object> entry) {
        Map<String, Object> rest = new LinkedHashMap<>(entry);
        boolean texts = TEXTS.entrySet().stream().allMatch(one -> isOf(rest.remove(one.getKey()), one.getValue()));
        boolean must = entry.keySet().containsAll(List.of("v", "id", "at", "actor", "action", "outcome"));
        Object register = rest.remove("register");
        return must && texts && Long.valueOf(1).equals(rest.remove("v")) && isObject(rest.remove("actor"), ACTOR, 2)
                && (register == null || register instanceof Long version && version >= 1 && version < 1L << 31)
                && isObject(rest.remove("object"), Map.of("kind", TOKEN, "id", TOKEN), 2)
                && isObject(rest.remove("origin"), Map.of("ip", TOKEN, "node", TOKEN), 1)
                && areFields(rest.remove("fields")) && areDetails(rest.remove("details"))
                && areApprovals(rest.remove("approvals")) && rest.isEmpty();
    }

    /** Absent, or a text of this form; a time must be one. */
    private static boolean isOf(Object value, String form) {
        return value == null || value instanceof String text && text.matches(form)
                && (!form.equals(TIME) || Instant.parse(text).toString().startsWith(text.substring(0, 10)));
    }

    /** Absent, or an object of these keys with at least so many of them. */
    private static boolean isObject(Object value, Map<String, String> forms, int least) {
        return value == null || value instanceof Map<?, ?> map && map.size() >= least
                && forms.keySet().containsAll(map.keySet())
                && (!forms.containsKey("id") || map.containsKey("id") && map.containsKey("kind"))
                && map.entrySet().stream().allMatch(one -> isOf(one.getValue(), forms.get(one.getKey())));
    }

    private static boolean areFields(Object value) {
        return value == null || value instanceof Map<?, ?> fields && !fields.isEmpty()
                && fields.entrySet().stream().allMatch(field -> isOf(field.getKey(), TOKEN)
                && field.getValue() instanceof Map<?, ?> given && isOf(given.get("form"), FORMS)
                && given.containsKey("form") && given.size() == (given.containsKey("why") ? 2 : 1)
                && (given.get("why") == null || given.get("why") instanceof List<?> why && !why.isEmpty()
                && why.stream().allMatch(reason -> isOf(reason, TOKEN))));
    }

    private static boolean areDetails(Object value) {
        return value == null || value instanceof Map<?, ?> details && !details.isEmpty()
                && details.entrySet().stream().allMatch(one -> isOf(one.getKey(), TOKEN)
                && one.getValue() instanceof String text && text.length() <= 200
                && text.chars().noneMatch(Character::isISOControl));
    }

    private static boolean areApprovals(Object value) {
        return value == null || value instanceof List<?> approvals && !approvals.isEmpty()
                && approvals.stream().allMatch(one -> one instanceof Map<?, ?> approval
                && approval.keySet().equals(Set.of("actor", "at", "id"))
                && isOf(approval.get("actor"), TOKEN) && isOf(approval.get("at"), TIME)
                && isOf(approval.get("id"), TOKEN));
    }

    /** RFC 8785 for what an entry may hold. */
    private static String written(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, member) -> sorted.put((String) key, member));
            return sorted.entrySet().stream().map(one -> quoted(one.getKey()) + ":" + written(one.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(SmallLedger::written).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** 6: whether the receipt proves that the entry is in the log whose Ed25519 key this is. */
    static boolean proves(byte[] receipt, byte[] entry, String vkey) {
        Matcher read = RECEIPT.matcher(new String(receipt, StandardCharsets.UTF_8));
        String name = vkey.substring(0, vkey.indexOf('+'));
        try {
            if (!read.matches() || !read.group(5).equals(name) || read.group(1) != null && bytes(read.group(1)) == null
                    || !isSigned(read.group(4), read.group(8), name, vkey)) {
                return false;
            }
            List<byte[]> hashes = new ArrayList<>();
            read.group(3).lines().forEach(line -> hashes.add(bytes(line)));
            byte[] root = root(SmallTree.leaf(entry), Long.parseLong(read.group(2)), Long.parseLong(read.group(6)),
                    hashes);
            return root != null && Arrays.equals(root, bytes(read.group(7)));
        } catch (IllegalArgumentException | GeneralSecurityException malformed) {
            return false;
        }
    }

    /** RFC 6962, 2.1.1 backwards: which half of the tree the entry is in says on which side each hash belongs. */
    private static byte[] root(byte[] hash, long index, long size, List<byte[]> hashes) {
        if (index >= size) {
            return null;
        }
        if (size == 1) {
            return hashes.isEmpty() ? hash : null;
        }
        long k = Long.highestOneBit(size - 1);
        if (hashes.isEmpty()) {
            return null;
        }
        byte[] last = hashes.get(hashes.size() - 1);
        List<byte[]> below = hashes.subList(0, hashes.size() - 1);
        byte[] half = index < k ? root(hash, index, k, below) : root(hash, index - k, size - k, below);
        return half == null ? null : index < k ? SmallTree.node(half, last) : SmallTree.node(last, half);
    }

    /** 5, for type 01: one line under the key, and it verifies. */
    private static boolean isSigned(String text, String lines, String name, String vkey)
            throws GeneralSecurityException {
        byte[] typed = bytes(vkey.substring(vkey.indexOf('+', name.length() + 1) + 1));
        byte[] id = Arrays.copyOf(SmallTree.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
        boolean good = false;
        for (String line : lines.split("\n")) {
            String[] parts = line.split(" ");
            if (parts.length != 3) {
                return false;
            }
            byte[] blob = bytes(parts[2]);
            if (parts[1].equals(name) && Arrays.equals(blob, 0, 4, id, 0, 4)) {
                Signature ed25519 = Signature.getInstance("Ed25519");
                ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(
                        HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(typed, 1, 33)))));
                ed25519.update(text.getBytes(StandardCharsets.UTF_8));
                if (!ed25519.verify(Arrays.copyOfRange(blob, 4, blob.length))) {
                    return false;
                }
                good = true;
            }
        }
        return good;
    }

    /** One spelling for each value. */
    private static byte[] bytes(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("another spelling");
        }
        return bytes;
    }
}
