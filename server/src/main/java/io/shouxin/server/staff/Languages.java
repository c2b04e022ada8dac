// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.staff;

import org.springframework.stereotype.Service;

import java.util.Locale;
import java.util.Optional;

/**
 * In which language people read: the one of their pages at the last sign-in, or that they have changed to since. For
 * what reaches them where they cannot choose it.
 */
@Service
public class Languages {

    private final StaffTable table;

    Languages(StaffTable table) {
        this.table = table;
    }

    /** Empty for somebody who has never signed in. */
    public Optional<Locale> of(String number) {
        return table.language(number).map(Locale::forLanguageTag);
    }

    /** What this person reads now; one of the two languages of the product. */
    public void reads(String number, Locale language) {
        boolean chinese = language.getLanguage().equals(Locale.CHINESE.getLanguage());
        table.reads(number, (chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH).toLanguageTag());
    }
}
