// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Says a refused start in words, in the language of the machine: no reader has signed in yet. */
final class DatabaseRefusedAnalyzer extends AbstractFailureAnalyzer<DatabaseRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DatabaseRefused refused) {
        return new FailureAnalysis(
                text(refused.key(), refused), text(refused.key() + ".next", refused), refused);
    }

    private static String text(String key, DatabaseRefused refused) {
        Locale machine = Locale.getDefault();
        Locale language = machine.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
        ResourceBundle words = ResourceBundle.getBundle("messages/database", language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(key), machine).format(refused.arguments().toArray());
    }
}
