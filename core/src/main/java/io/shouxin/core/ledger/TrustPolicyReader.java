// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.function.Function;

/** Reads a trust policy line by line; a line may only name what stands above it, so there are no circles. */
final class TrustPolicyReader {

    private static final String NONE = "none";
    private static final String SYNTAX = "ledger.policy.syntax";

    private final List<TrustPolicy.Log> logs = new ArrayList<>();
    private final List<TrustPolicy.Witness> witnesses = new ArrayList<>();
    private final Map<String, TrustPolicy.Member> names = new HashMap<>();
    private final Set<String> grouped = new HashSet<>();
    private TrustPolicy.Member quorum;
    private int number;

    TrustPolicy read(byte[] file) {
        if (file.length > TrustPolicy.BYTES_MAX) {
            throw new PolicyRefused("ledger.policy.too-large", 0);
        }
        // One octet, one char: names are octets, and what is not ASCII is nowhere interpreted but in keys.
        String[] lines = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (number = 1; number < lines.length; number++) {
            line(lines[number - 1]);
        }
        if (!lines[number - 1].isEmpty()) {
            throw refused("ledger.policy.newline");
        }
        if (quorum == null) {
            throw new PolicyRefused("ledger.policy.no-quorum", 0);
        }
        return new TrustPolicy(logs, witnesses, quorum);
    }

    private void line(String line) {
        if (line.chars().anyMatch(octet -> octet < 0x20 && octet != '\t' || octet == 0x7f)) {
            throw refused("ledger.policy.control");
        }
        List<String> items = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(line, " \t");
        while (tokens.hasMoreTokens()) {
            items.add(tokens.nextToken());
        }
        if (items.isEmpty() || items.get(0).startsWith("#")) {
            return;
        }
        switch (items.get(0)) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            default -> throw refused(SYNTAX);
        }
    }

    private void log(List<String> items) {
        arity(items, 2, 3);
        VerifierKey key = key(items.get(1));
        require(key.algorithm().isForLogs(), "ledger.policy.log-key");
        require(isNew(key, logs, TrustPolicy.Log::key), "ledger.policy.key-twice");
        logs.add(new TrustPolicy.Log(key, url(items, 2)));
    }

    private void witness(List<String> items) {
        arity(items, 3, 4);
        VerifierKey key = key(items.get(2));
        require(key.algorithm().isCosignature(), "ledger.policy.witness-key");
        require(isNew(key, witnesses, TrustPolicy.Witness::key), "ledger.policy.key-twice");
        String name = items.get(1);
        define(name, new TrustPolicy.One(key));
        witnesses.add(new TrustPolicy.Witness(utf8(name), key, url(items, 3)));
    }

    private void group(List<String> items) {
        arity(items, 4, Integer.MAX_VALUE);
        List<TrustPolicy.Member> members = new ArrayList<>();
        for (String name : items.subList(3, items.size())) {
            members.add(known(name));
            // Else one witness could count in two ways.
            require(grouped.add(name), "ledger.policy.member-twice");
        }
        define(items.get(1), new TrustPolicy.Group(needed(items.get(2), members.size()), members));
    }

    private int needed(String word, int members) {
        if (word.equals("any")) {
            return 1;
        }
        if (word.equals("all")) {
            return members;
        }
        require(word.matches("[1-9][0-9]{0,8}"), SYNTAX);
        int needed = Integer.parseInt(word);
        require(needed <= members, "ledger.policy.threshold");
        return needed;
    }

    private void quorum(List<String> items) {
        arity(items, 2, 2);
        require(quorum == null, "ledger.policy.quorum-twice");
        quorum = items.get(1).equals(NONE) ? new TrustPolicy.Group(0, List.of()) : known(items.get(1));
    }

    private TrustPolicy.Member known(String name) {
        TrustPolicy.Member member = names.get(name);
        require(member != null, "ledger.policy.unknown-name");
        return member;
    }

    private void define(String name, TrustPolicy.Member member) {
        require(!name.equals(NONE) && names.putIfAbsent(name, member) == null, "ledger.policy.name-twice");
    }

    private VerifierKey key(String vkey) {
        try {
            return VerifierKey.parse(utf8(vkey));
        } catch (LedgerRefused | LedgerDamaged wrong) {
            boolean absent = wrong.getMessage().equals("ledger.algorithm-absent");
            throw refused(absent ? "ledger.policy.algorithm-absent" : "ledger.policy.key");
        }
    }

    private String utf8(String octets) {
        try {
            return TextLine.utf8(octets.getBytes(StandardCharsets.ISO_8859_1), SYNTAX);
        } catch (LedgerDamaged notText) {
            // Allowed by the format. It can now look like another name, but names only show who cosigned.
            return octets;
        }
    }

    private Optional<String> url(List<String> items, int place) {
        return items.size() > place ? Optional.of(utf8(items.get(place))) : Optional.empty();
    }

    private static <T> boolean isNew(VerifierKey key, List<T> known, Function<T, VerifierKey> ofKnown) {
        return known.stream().map(ofKnown).noneMatch(key::isSameKey);
    }

    private void arity(List<String> items, int least, int most) {
        require(items.size() >= least && items.size() <= most, SYNTAX);
    }

    private void require(boolean good, String key) {
        if (!good) {
            throw refused(key);
        }
    }

    private PolicyRefused refused(String key) {
        return new PolicyRefused(key, number);
    }
}
