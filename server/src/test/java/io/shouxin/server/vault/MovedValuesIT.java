// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.vault;

import static io.shouxin.server.vault.Door.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.server.ServerTest;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Somebody with the database in hand moves what is sealed: to another customer, another field, another
 * version, with its key and without. It opens nowhere but where it was sealed.
 */
@ServerTest
@Import(Door.class)
class MovedValuesIT {

    @Autowired Door door;
    @Autowired JdbcClient db;

    private String phone;
    private UUID one;
    private UUID other;
    private Row ofOne;
    private Row ofOther;

    /** What of a customer's row a thief can use. */
    private record Row(long slot, byte[] key, byte[] sealed) {}

    @BeforeEach
    void twoCustomersThatOpen() throws Exception {
        phone = freshPhone();
        one = UUID.fromString(door.customer(phone));
        other = UUID.fromString(door.customer(freshPhone()));
        ofOne = row(one);
        ofOther = row(other);
        assertThat(reveal(one).status()).isEqualTo(200);
        assertThat(reveal(other).status()).isEqualTo(200);
    }

    @AfterEach
    void openAgainOnceBack() throws Exception {
        // A slot is one customer's: both are free before both are taken.
        put(one, new Row(-1, ofOne.key, ofOne.sealed));
        put(other, ofOther);
        put(one, ofOne);
        assertThat(reveal(one).text("/fields/phone/value")).endsWith(phone.substring(7));
        assertThat(reveal(other).status()).isEqualTo(200);
    }

    @Test
    void aRecordMovedToAnotherCustomer() throws Exception {
        put(other, new Row(ofOther.slot, ofOther.key, ofOne.sealed));
        staysShut(other);
    }

    @Test
    void aKeyMovedToAnotherCustomer() throws Exception {
        put(other, new Row(ofOther.slot, ofOne.key, ofOther.sealed));
        staysShut(other);
    }

    @Test
    void aRecordMovedTogetherWithItsKey() throws Exception {
        put(other, new Row(ofOther.slot, ofOne.key, ofOne.sealed));
        staysShut(other);
    }

    @Test
    void aWholeRowMovedUnderAnotherId() throws Exception {
        put(one, new Row(-1, ofOne.key, ofOne.sealed));
        put(other, new Row(ofOne.slot, ofOne.key, ofOne.sealed));
        staysShut(other);
    }

    @Test
    void aValueMovedToAnotherField() throws Exception {
        Map<String, byte[]> fields = fields(ofOne.sealed);
        byte[] name = fields.put("name", fields.get("phone"));
        fields.put("phone", name);
        put(one, new Row(ofOne.slot, ofOne.key, record(fields)));
        staysShut(one);
    }

    @Test
    void aValueMovedFromTheSameFieldOfAnotherCustomer() throws Exception {
        Map<String, byte[]> fields = fields(ofOther.sealed);
        fields.put("phone", fields(ofOne.sealed).get("phone"));
        put(other, new Row(ofOther.slot, ofOther.key, record(fields)));
        staysShut(other);
    }

    @Test
    void aValueSaidToBeALaterVersion() throws Exception {
        Map<String, byte[]> fields = fields(ofOne.sealed);
        fields.get("phone")[4]++;
        put(one, new Row(ofOne.slot, ofOne.key, record(fields)));
        staysShut(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "phone", "plan"})
    void aValueOneByteOfWhichIsAnother(String field) throws Exception {
        int length = fields(ofOne.sealed).get(field).length;
        // In the nonce, in what is encrypted, in the tag.
        for (int place : new int[] {9, 9 + 12, length - 1}) {
            Map<String, byte[]> fields = fields(ofOne.sealed);
            fields.get(field)[place] ^= 1;
            put(one, new Row(ofOne.slot, ofOne.key, record(fields)));
            staysShut(one);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3})
    void aRecordThatIsNone(int place) throws Exception {
        byte[] changed = ofOne.sealed.clone();
        changed[place] ^= 1;
        put(one, new Row(ofOne.slot, ofOne.key, changed));
        staysShut(one);
    }

    @Test
    void aKeyOneByteOfWhichIsAnother() throws Exception {
        for (int place = 0; place < ofOne.key.length; place += 7) {
            byte[] changed = ofOne.key.clone();
            changed[place] ^= 1;
            put(one, new Row(ofOne.slot, changed, ofOne.sealed));
            staysShut(one);
        }
    }

    /** No value of anybody's is in the answer, and the answer says that something is damaged. */
    private void staysShut(UUID customer) throws Exception {
        Answer answer = reveal(customer);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("/type")).endsWith("vault.damaged");
        assertThat(answer.body().toString()).doesNotContain("欧阳", phone.substring(7), "\"fields\"");
    }

    private Answer reveal(UUID customer) throws Exception {
        String ticket = door.ticket(customer.toString());
        return door.send("app-crm", "/api/v1/customers/" + customer + "/reveal", """
                {"purpose": "care.inquiry", "fields": ["plan", "monthly-fee", "email", "address", "name", "phone"],
                 "ticket": "%s"}""".formatted(ticket));
    }

    private Row row(UUID customer) {
        return db.sql("SELECT slot, wrapped_key, sealed FROM customer WHERE id = ?").param(customer)
                .query((row, index) -> new Row(row.getLong(1), row.getBytes(2), row.getBytes(3))).single();
    }

    private void put(UUID customer, Row row) {
        db.sql("UPDATE customer SET slot = ?, wrapped_key = ?, sealed = ? WHERE id = ?")
                .params(row.slot, row.key, row.sealed, customer).update();
    }

    /** By docs/spec/sealed-record.md: each field's suite, version, length and box, by its name. */
    private static Map<String, byte[]> fields(byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        Map<String, byte[]> fields = new LinkedHashMap<>();
        for (int count = in.getShort(); count > 0; count--) {
            byte[] name = new byte[in.get()];
            in.get(name);
            byte[] field = new byte[9 + in.getInt(in.position() + 5)];
            in.get(field);
            fields.put(new String(name, StandardCharsets.US_ASCII), field);
        }
        return fields;
    }

    private static byte[] record(Map<String, byte[]> fields) {
        ByteBuffer out = ByteBuffer.allocate(3 + fields.entrySet().stream()
                .mapToInt(one -> 1 + one.getKey().length() + one.getValue().length).sum());
        out.put((byte) 1).putShort((short) fields.size());
        fields.forEach((name, field) -> out.put((byte) name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII)).put(field));
        return out.array();
    }
}
