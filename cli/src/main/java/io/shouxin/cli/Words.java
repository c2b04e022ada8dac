// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import io.shouxin.core.classify.Reason;
import io.shouxin.core.data.DataClass;
import io.shouxin.core.detect.Evidence;
import io.shouxin.core.detect.Kind;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of the program in one language. */
public final class Words {

    private static final String BUNDLE = "messages.cli";

    private final Locale locale;
    private final ResourceBundle bundle;

    private Words(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(BUNDLE, locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** Chinese where the language is Chinese, English everywhere else. */
    public static Words in(Locale wanted) {
        return new Words(wanted.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    }

    public ResourceBundle bundle() {
        return bundle;
    }

    public Locale locale() {
        return locale;
    }

    public boolean chinese() {
        return locale.equals(Locale.SIMPLIFIED_CHINESE);
    }

    public String of(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    public String of(Kind kind) {
        return chinese() ? kind.zh() : kind.en();
    }

    public String of(DataClass dataClass) {
        return chinese() ? dataClass.zh() : dataClass.en();
    }

    public String of(Reason reason) {
        return chinese() ? reason.zh() : reason.en();
    }

    public String of(Evidence evidence) {
        return chinese() ? evidence.zh() : evidence.en();
    }

    /** A level of generalisation, as the core calls it. */
    public String ofLevel(String what) {
        if (what.startsWith("bands ")) {
            return of("assess.what.bands", what.substring("bands ".length()));
        }
        if (what.startsWith("level ")) {
            return of("assess.what.level");
        }
        return what.equals("*") ? of("assess.what.all") : of("assess.what." + what);
    }

    /** What stands between the parts of a list. */
    public String between() {
        return chinese() ? "；" : "; ";
    }
}
