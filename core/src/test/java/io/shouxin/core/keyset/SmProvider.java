// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.keyset;

import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Where the tests get suite SM from. The provider is gone again afterwards: other tests show what holds without. */
public final class SmProvider {

    private SmProvider() {}

    /** Lets the suite find its provider, which it then keeps. */
    public static void found() {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        Security.addProvider(provider);
        try {
            if (!Suite.SM.isAvailable()) {
                throw new IllegalStateException("Bouncy Castle has suite SM.");
            }
        } finally {
            Security.removeProvider(provider.getName());
        }
    }
}
