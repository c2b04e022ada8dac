// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.keyset.ByHand;
import io.shouxin.core.keyset.TestVector;
import io.shouxin.core.secret.SecretText;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** testdata/token/pseudonyms.json: our code gives these, and so does a second reading of the format. */
class PseudonymVectorsTest {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    static Stream<TestVector> golden() {
        return TestVector.ofType("pseudonym", "token/pseudonyms.json");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void pseudonyms(TestVector vector) throws GeneralSecurityException, UnknownHostException {
        Pseudonyms pseudonyms = Pseudonyms.of(vector.secret("releaseKey"), vector.text("recipient"));
        String pseudonym = vector.text("pseudonym");
        if (!vector.isValid()) {
            assertThat(pseudonyms.reverse(pseudonym)).isEmpty();
            return;
        }
        PseudonymType type = PseudonymType.valueOf(vector.text("valueType"));
        SecretText value = SecretText.of(vector.text("value"));
        assertThat(pseudonyms.encryptDeterministically(type, value)).isEqualTo(pseudonym);
        assertThat(pseudonyms.reverse(pseudonym)).contains(new Pseudonyms.Original(type, value));
        assertThat(byHand(vector, type)).isEqualTo(pseudonym);
    }

    private static String byHand(TestVector vector, PseudonymType type)
            throws GeneralSecurityException, UnknownHostException {
        String label = type == PseudonymType.IPV6 ? "shouxin/1 pseudonym-ipv6 " : "shouxin/1 pseudonym ";
        byte[] key = ByHand.derive(vector.bytes("releaseKey"), label + vector.text("recipient"));
        byte[] block = ByHand.block(Cipher.ENCRYPT_MODE, key, block(type, vector.text("value")));
        StringBuilder text = new StringBuilder();
        BigInteger rest = new BigInteger(1, block);
        for (int i = 0; i < 26; i++) {
            text.insert(0, DIGITS.charAt(rest.intValue() & 31));
            rest = rest.shiftRight(5);
        }
        return "miecvwrn".charAt(type.ordinal()) + "1" + text;
    }

    private static byte[] block(PseudonymType type, String value) throws UnknownHostException {
        return switch (type) {
            case MSISDN -> block(1, 0, new BigInteger(value.substring(1)));
            case IMSI -> block(2, value.length(), new BigInteger(value));
            case IMEI -> block(3, value.length(),
                    new BigInteger(value.length() == 15 ? value.substring(0, 14) : value));
            case ICCID -> block(4, value.length(), new BigInteger(value, 36));
            case IPV4 -> block(5, 0, new BigInteger(1, InetAddress.getByName(value).getAddress()));
            case IPV6 -> InetAddress.getByName(value).getAddress();
            case RESIDENT_ID -> block(7, 0, new BigInteger(value.substring(0, 17)));
            case DIGITS -> block(8, value.length(), new BigInteger(value));
        };
    }

    private static byte[] block(int type, int length, BigInteger number) {
        byte[] bytes = number.toByteArray();
        ByteBuffer block = ByteBuffer.allocate(16).put((byte) type).put((byte) length);
        return block.put(16 - bytes.length, bytes).array();
    }
}
