// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.language;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

import java.util.Locale;

/** Words of the product in the language of whoever reads. An unknown key is a bug and shows as itself. */
@Component
public class Words {

    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    public String of(String key, Object... arguments) {
        return in(LocaleContextHolder.getLocale(), key, arguments);
    }

    public String in(Locale language, String key, Object... arguments) {
        return messages.getMessage(key, arguments, key, language);
    }


    /** Whether the present reader reads Chinese; names that exist in both languages choose by this. */
    public static boolean chinese() {
        return LocaleContextHolder.getLocale().getLanguage().equals(Locale.CHINESE.getLanguage());
    }

    public static String choose(String chinese, String english) {
        return chinese() ? chinese : english;
    }
}
