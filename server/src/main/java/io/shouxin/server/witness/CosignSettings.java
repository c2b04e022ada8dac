// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Who has to cosign our checkpoints, and how often they are asked.
 *
 * @param policy a C2SP tlog-policy file with the witnesses, their addresses and the quorum; empty for none
 * @param cosignEvery how often the newest checkpoint is sent to them
 */
@ConfigurationProperties("shouxin.ledger")
record CosignSettings(@DefaultValue("") String policy, @DefaultValue("30s") Duration cosignEvery) {

    CosignSettings {
        if (cosignEvery.compareTo(Duration.ofSeconds(1)) < 0 || cosignEvery.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalStateException("shouxin.ledger.cosign-every must be between 1s and 24h.");
        }
    }
}
