// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.page;

/** What the page before sign-in offers beside the number and the password. */
public interface ProviderSignIn {

    /** Whether people sign in through a provider. */
    boolean offered();

    /** What the provider is called, in the language of the present reader. */
    String name();

    /** Whether passwords sign in. */
    boolean passwords();
}
