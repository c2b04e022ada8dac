// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import java.util.Optional;

/** Where a person is reached: for codes and notices only. Says nothing about itself. */
public record Contact(Optional<String> mail, Optional<String> mobile) {

    public static final Contact NONE = new Contact(Optional.empty(), Optional.empty());

    @Override
    public String toString() {
        return "Contact";
    }
}
