// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import java.util.Optional;

/**
 * The provider that people sign in through, as another way to show what a password shows. The entrance implements
 * it: nobody else talks with the provider.
 */
public interface ProviderProof {

    /** Where this person proves themselves anew; empty where they did not sign in through a provider before. */
    Optional<String> where(String number);

    /** What the provider is called, in the language of the present reader. */
    String name();
}
