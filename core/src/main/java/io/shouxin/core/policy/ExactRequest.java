// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What somebody agrees to: this person, this scene, these customers, these fields, this purpose and ticket,
 * and nothing else. An agreement is kept under the {@link #hash}; a request that differs in any part has
 * another one and finds no agreement.
 *
 * @param actor who asks: a person's number or an application's id
 * @param customers sorted, each once
 * @param fields sorted, each once
 * @param rows how many rows an export may have at most; 0 where customers are named
 * @param terms what a file is bound to besides, a line {@code name=…} each: for whom, under which key, in which form;
 *     empty for a look
 */
public record ExactRequest(String actor, String scene, Operation operation, List<UUID> customers,
        List<String> fields, String purpose, Optional<String> ticket, long rows, String terms) {

    private static final String FORMAT = "shouxin agreement 2";

    public ExactRequest {
        Objects.requireNonNull(actor);
        Objects.requireNonNull(scene);
        Objects.requireNonNull(operation);
        customers = sorted(customers);
        fields = sorted(fields);
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(ticket);
        Objects.requireNonNull(terms);
        if (rows < 0) {
            throw new IllegalArgumentException("rows are counted from 0");
        }
    }

    private static <T extends Comparable<? super T>> List<T> sorted(Collection<T> some) {
        return List.copyOf(new TreeSet<>(some));
    }

    /** What a line {@code name=…} of the terms says. */
    public Optional<String> term(String name) {
        return terms.lines().filter(line -> line.startsWith(name + "=")).map(line -> line.substring(name.length() + 1))
                .findFirst();
    }

    /** The same request in another scene. */
    public ExactRequest in(String other) {
        return new ExactRequest(actor, other, operation, customers, fields, purpose, ticket, rows, terms);
    }

    /**
     * SHA-256 over every part in the order of this record. Each text is its length in bytes and its UTF-8
     * bytes, each list its length and its members, a ticket 0, or 1 and its text; numbers are big-endian, four
     * bytes for lengths and eight for rows and each half of a customer's id. So no two requests have the same
     * bytes.
     */
    public byte[] hash() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(out, FORMAT);
            text(out, actor);
            text(out, scene);
            text(out, operation.code());
            out.writeInt(customers.size());
            for (UUID customer : customers) {
                out.writeLong(customer.getMostSignificantBits());
                out.writeLong(customer.getLeastSignificantBits());
            }
            out.writeInt(fields.size());
            for (String field : fields) {
                text(out, field);
            }
            text(out, purpose);
            out.writeInt(ticket.isPresent() ? 1 : 0);
            if (ticket.isPresent()) {
                text(out, ticket.get());
            }
            out.writeLong(rows);
            text(out, terms);
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Leaves out the customers and what the caller wrote. */
    @Override
    public String toString() {
        return "ExactRequest[" + scene + ", " + customers.size() + " customers, " + fields.size() + " fields]";
    }
}
