// SPDX-License-Identifier: Apache-2.0

/** What Shouxin is made of, as pure functions over values and bytes. Needs the JDK and nothing else. */
module io.shouxin.core {
    exports io.shouxin.core.canary;
    exports io.shouxin.core.classify;
    exports io.shouxin.core.data;
    exports io.shouxin.core.detect;
    exports io.shouxin.core.keyset;
    exports io.shouxin.core.ledger;
    exports io.shouxin.core.mask;
    exports io.shouxin.core.plan;
    exports io.shouxin.core.policy;
    exports io.shouxin.core.release;
    exports io.shouxin.core.risk;
    exports io.shouxin.core.seal;
    exports io.shouxin.core.secret;
    exports io.shouxin.core.token;
}
