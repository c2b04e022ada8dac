// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import io.shouxin.server.language.Words;

import java.util.Optional;

/** A part of the organisation. */
public record Department(String code, Optional<String> parent, String nameZh, String nameEn, int people) {

    public String nameForReader() {
        return Words.choose(nameZh, nameEn);
    }
}
