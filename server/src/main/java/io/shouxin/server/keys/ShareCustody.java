// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import com.codahale.shamir.Scheme;

import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.secret.SecretBytes;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Root versions in shares with several custodians, of whom some have to come together (Shamir, 1979: a
 * polynomial over GF(256) for each byte; fewer shares than needed say nothing about the root). A share is
 * handed out once, to one custodian, and kept nowhere: not here, not in the database, never beside another.
 *
 * <p>Until the new shares have been handed out and enough of them came back, the root they open wraps
 * nothing, so a share that was lost on the way costs a second try and no key.
 */
@Component
final class ShareCustody implements Custody {

    /** Shares that were entered wait so long for the others. */
    static final Duration WAIT = Duration.ofMinutes(15);

    private static final int ROOT_BYTES = 32;

    private final KeysSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final SortedMap<Integer, Share> toHandOut = new TreeMap<>();
    private final SortedMap<Integer, Share> entered = new TreeMap<>();
    private @Nullable Instant enteredAt;

    ShareCustody(KeysSettings settings) {
        this.settings = settings;
    }

    /**
     * How far a handing out or a coming together has got.
     *
     * @param toHandOut numbers of custodians whose new share waits here for them
     * @param entered numbers of custodians who have entered theirs
     * @param needed how many it takes; 0 while nobody has entered one
     */
    record Progress(SortedSet<Integer> toHandOut, SortedSet<Integer> entered, int needed) {}

    /** A root and the numbers of the custodians who brought it together. */
    record Joined(Root root, SortedSet<Integer> custodians) {}

    @Override
    public Kind kind() {
        return Kind.SHARES;
    }

    @Override
    public SortedSet<Integer> versions() {
        return new TreeSet<>();
    }

    /** Makes and divides a root version. Its shares wait in memory to be handed out, and die with the process. */
    @Override
    public synchronized Root make(int version) {
        forgetNew();
        SecretBytes root = SecretBytes.random(ROOT_BYTES);
        byte[] plain = root.plain(PlainAccess.granted());
        Map<Integer, byte[]> parts = new Scheme(random, settings.shares(), settings.sharesNeeded()).split(plain);
        Arrays.fill(plain, (byte) 0);
        parts.forEach((number, bytes) -> {
            toHandOut.put(number, new Share(version, number, settings.shares(), settings.sharesNeeded(),
                    SecretBytes.copyOf(bytes)));
            Arrays.fill(bytes, (byte) 0);
        });
        return new Root.InMemory(root);
    }

    /** Only people can: whoever starts a server with this custody waits for them. */
    @Override
    public Map<Integer, Root> open(Set<Integer> versions) {
        if (versions.isEmpty()) {
            return Map.of();
        }
        throw new KeysFailed("Root version " + versions.iterator().next() + " is with its custodians. "
                + "Each of them enters a share: ./shouxin root share, or the page Keys.");
    }

    /** Nothing of it is here. Its custodians destroy what they hold. */
    @Override
    public void destroy(int version) {}

    @Override
    public synchronized void close() {
        forgetNew();
        forgetEntered();
    }

    /**
     * The new share of this custodian, once.
     *
     * @throws Refused {@code keys.share.handed-out} if nothing waits for that number any more
     */
    synchronized String handOut(int number) {
        try (Share share = toHandOut.remove(number)) {
            if (share == null) {
                throw new Refused(Refused.Kind.CONFLICT, "keys.share.handed-out", Integer.toString(number));
            }
            return share.text();
        }
    }

    /**
     * Takes a share, and gives the root once enough are together.
     *
     * @param version the version that is wanted
     * @param fits whether this is the root, by the proof that the database keeps
     * @throws Refused {@code keys.share.unreadable}, {@code keys.share.other-root},
     *     {@code keys.share.handing-out}, {@code keys.share.do-not-fit}; in the last case all have to be entered anew
     */
    synchronized Optional<Joined> enter(String typed, int version, Instant now, Predicate<Root> fits) {
        Share share = Share.read(typed);
        if (share.version() != version) {
            share.close();
            throw new Refused(Refused.Kind.CONFLICT, "keys.share.other-root", Integer.toString(share.version()),
                    Integer.toString(version));
        }
        if (!toHandOut.isEmpty()) {
            share.close();
            throw new Refused(Refused.Kind.CONFLICT, "keys.share.handing-out");
        }
        if (enteredAt != null && enteredAt.plus(WAIT).isBefore(now)
                || !entered.isEmpty() && entered.get(entered.firstKey()).version() != version) {
            forgetEntered();
        }
        Optional.ofNullable(entered.put(share.number(), share)).ifPresent(Share::close);
        enteredAt = now;
        if (entered.size() < share.needed()) {
            return Optional.empty();
        }
        SortedSet<Integer> custodians = new TreeSet<>(entered.keySet());
        Root root = join(share);
        forgetEntered();
        if (!fits.test(root)) {
            root.close();
            throw new Refused(Refused.Kind.UNPROCESSABLE, "keys.share.do-not-fit");
        }
        return Optional.of(new Joined(root, custodians));
    }

    private Root join(Share like) {
        Map<Integer, byte[]> parts = new HashMap<>();
        entered.forEach((number, one) -> parts.put(number, one.bytes().plain(PlainAccess.granted())));
        byte[] plain = new Scheme(random, like.shares(), like.needed()).join(parts);
        parts.values().forEach(part -> Arrays.fill(part, (byte) 0));
        try {
            return new Root.InMemory(SecretBytes.copyOf(plain));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    synchronized Progress progress(Instant now) {
        if (enteredAt != null && enteredAt.plus(WAIT).isBefore(now)) {
            forgetEntered();
        }
        return new Progress(new TreeSet<>(toHandOut.keySet()), new TreeSet<>(entered.keySet()),
                entered.isEmpty() ? 0 : entered.get(entered.firstKey()).needed());
    }

    private void forgetNew() {
        toHandOut.values().forEach(Share::close);
        toHandOut.clear();
    }

    private void forgetEntered() {
        entered.values().forEach(Share::close);
        entered.clear();
        enteredAt = null;
    }
}
