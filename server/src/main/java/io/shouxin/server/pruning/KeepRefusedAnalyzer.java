// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** Says at a start which setting keeps entries too short, which article says so, and what to write instead. */
final class KeepRefusedAnalyzer extends AbstractFailureAnalyzer<KeepRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, KeepRefused refused) {
        String what = refused.problems().stream().map(KeepRefusedAnalyzer::line).collect(Collectors.joining("\n"));
        return new FailureAnalysis(what, text("pruning.keep-refused.next"), refused);
    }

    private static String line(KeepRefused.Problem problem) {
        return problem.law().isEmpty()
                ? text("pruning.keep-refused.form", problem.kind(), problem.given())
                : text("pruning.keep-refused", problem.kind(), problem.given(), Long.toString(problem.monthsMin()),
                        text("pruning.law." + problem.law()));
    }

    private static String text(String key, Object... arguments) {
        Locale machine = Locale.getDefault();
        Locale language = machine.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
        ResourceBundle words = ResourceBundle.getBundle("messages/pruning", language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(key), machine).format(arguments);
    }
}
