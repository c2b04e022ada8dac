// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.entrance;

import io.shouxin.server.factor.ProviderProof;
import io.shouxin.server.page.ProviderSignIn;
import io.shouxin.server.staff.ProviderAccounts;

import org.springframework.stereotype.Component;

import java.util.Optional;

/** Tells pages of other modules whether there is a provider, and how it is called. */
@Component
class OidcOffer implements ProviderSignIn, ProviderProof {

    private final OidcSettings settings;
    private final ProviderAccounts accounts;

    OidcOffer(OidcSettings settings, ProviderAccounts accounts) {
        this.settings = settings;
        this.accounts = accounts;
    }

    @Override
    public boolean offered() {
        return settings.on();
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean passwords() {
        return settings.passwords();
    }

    @Override
    public Optional<String> where(String number) {
        return Optional.ofNullable(settings.issuer()).filter(issuer -> accounts.has(number, issuer))
                .map(issuer -> OidcSignIn.AGAIN);
    }

    /** Whether somebody can come in although nobody has a password. */
    boolean opensForAnybody() {
        return Optional.ofNullable(settings.issuer()).filter(accounts::any).isPresent();
    }
}
