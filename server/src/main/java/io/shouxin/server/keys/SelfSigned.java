// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * The certificate without which the JDK's provider for PKCS#11 does not find a private key again. Nobody
 * trusts it and it proves nothing: it carries the public key beside the private one (RFC 5280, signed by
 * itself with ecdsa-with-SHA256).
 */
final class SelfSigned {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final byte[] SERIAL_ONE = hex("020101");
    private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");
    /** From 2020 to the date that RFC 5280 has for "no end". */
    private static final byte[] VALIDITY = sequence(
            tagged(0x17, "200101000000Z".getBytes(StandardCharsets.US_ASCII)),
            tagged(0x18, "99991231235959Z".getBytes(StandardCharsets.US_ASCII)));

    private SelfSigned() {}

    static X509Certificate certificate(String name, KeyPair pair, Provider provider)
            throws GeneralSecurityException {
        byte[] who = sequence(tagged(SET, sequence(COMMON_NAME,
                tagged(0x0C, name.getBytes(StandardCharsets.UTF_8)))));
        byte[] toSign = sequence(SERIAL_ONE, ECDSA_WITH_SHA256, who, VALIDITY, who, pair.getPublic().getEncoded());
        Signature ecdsa = Signature.getInstance("SHA256withECDSA", provider);
        ecdsa.initSign(pair.getPrivate());
        ecdsa.update(toSign);
        byte[] whole = sequence(toSign, ECDSA_WITH_SHA256, tagged(0x03, join(new byte[1], ecdsa.sign())));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        byte[] content = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >>> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
