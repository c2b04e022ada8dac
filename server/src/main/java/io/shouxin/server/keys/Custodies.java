// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.keys;

import org.springframework.stereotype.Component;

/**
 * The custodies there are. A root version is opened where it was made, whatever is configured now; a new
 * one is made where the configuration says. So the custody is changed by rotating the root.
 */
@Component
final class Custodies {

    private final KeysSettings settings;
    private final KeyFileCustody file;
    private final TokenCustody token;
    private final ShareCustody shares;

    Custodies(KeysSettings settings, KeyFileCustody file, TokenCustody token, ShareCustody shares) {
        this.settings = settings;
        this.file = file;
        this.token = token;
        this.shares = shares;
    }

    Custody of(Custody.Kind kind) {
        return switch (kind) {
            case FILE -> file;
            case HSM -> token;
            case SHARES -> shares;
        };
    }

    /** Where the next root version is made. */
    Custody ofNew() {
        return of(settings.custody());
    }

    ShareCustody shares() {
        return shares;
    }

    TokenCustody token() {
        return token;
    }

    void close() {
        file.close();
        token.close();
        shares.close();
    }
}
