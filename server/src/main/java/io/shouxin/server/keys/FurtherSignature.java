// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import io.shouxin.core.ledger.NoteAlgorithm;

import java.util.Locale;

/**
 * What may sign a checkpoint besides Ed25519. Both come from the Java platform where it has them and from the
 * provider that this server brings where it has not.
 */
enum FurtherSignature {

    /** SM2 with SM3 (GB/T 32918.2), for readers who must not rest on anything else. */
    SM2(NoteAlgorithm.SM2_SM3),

    /** ML-DSA-44 (FIPS 204), which C2SP tlog-checkpoint asks of logs; the Java platform has it from version 24. */
    ML_DSA_44(NoteAlgorithm.ML_DSA_44_COSIGNATURE);

    private final NoteAlgorithm algorithm;

    FurtherSignature(NoteAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    NoteAlgorithm algorithm() {
        return algorithm;
    }

    /** As it is configured. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name its key is stored under. */
    String storedAs() {
        return "ledger.signing." + code() + ".1";
    }
}
