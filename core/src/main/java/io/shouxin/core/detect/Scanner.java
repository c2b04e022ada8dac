// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

/**
 * Goes over a text once and gives each run of characters to the recognisers that its shape allows.
 *
 * <p>Three runs are kept open at a time. A <em>word</em> is letters and digits. A <em>token</em> is words and what
 * joins them in addresses of machines (dots, colons, @). A <em>row of digits</em> is words of digits alone with
 * one separator between them, as people group long numbers. Chinese characters are a run of their own, and a
 * piece of an address goes over runs. Recognisers look at a run when it ends, so nothing is read twice but
 * the candidate itself.
 *
 * <p>Not for several threads: it keeps its buffers, which are overwritten with zeros after each text.
 */
public final class Scanner {

    private static final int BREAK = 0;
    private static final int SPACE = 1;
    private static final int JOIN = 2;
    private static final int DIGIT = 3;
    private static final int LETTER = 4;
    /** Letters beyond ASCII that are no Chinese characters: é, ж. */
    private static final int OTHER_LETTER = 5;
    private static final int HAN = 6;
    private static final byte[] CLASSES = classes();

    private final Passage passage = new Passage();
    private final DigitRow row;
    private final WordRules words;
    private final TokenRules tokens;
    private final SecretRules secrets;
    private final NameRules names;
    private final AddressRules addresses;
    private final WesternRules western;

    private int wordStart;
    private int wordDigits;
    private int wordLetters;
    private int tokenStart;
    private int tokenMarks;
    private int hanStart;

    Scanner(Tables tables, ForeignNumbers numbers) {
        row = new DigitRow(passage, tables, numbers);
        words = new WordRules(passage, tables);
        tokens = new TokenRules(passage);
        secrets = new SecretRules(passage);
        names = new NameRules(passage);
        addresses = new AddressRules(passage, tables);
        western = new WesternRules(passage);
    }

    /** Tells {@code candidates} all that may be something, unlikely ones included. */
    public void scan(CharSequence text, Candidates candidates) {
        passage.open(text, candidates);
        wordStart = -1;
        tokenStart = -1;
        hanStart = -1;
        row.clear();
        addresses.clear();
        western.clear();
        try {
            int length = text.length();
            for (int i = 0; i < length; i++) {
                char c = passage.take(i);
                step(i, c, classOf(c));
            }
            step(length, '\n', BREAK);
        } finally {
            passage.close();
        }
    }

    private void step(int at, char c, int cls) {
        if (cls >= DIGIT && cls <= OTHER_LETTER) {
            inWord(at, cls);
            return;
        }
        if (wordStart >= 0) {
            endWord(at);
        }
        if (cls == JOIN) {
            if (tokenStart < 0) {
                tokenStart = at;
                tokenMarks = 0;
            }
            tokenMarks |= TokenRules.mark(c);
        } else if (tokenStart >= 0) {
            endToken(at);
        }
        if (cls == HAN) {
            if (hanStart < 0) {
                hanStart = at;
            }
        } else if (hanStart >= 0) {
            endHan(at);
        }
        row.gap(at, c);
        if (cls != SPACE) {
            western.gap(at, c);
        }
        if (c == '\n') {
            addresses.flush();
        }
    }

    private void inWord(int at, int cls) {
        if (hanStart >= 0) {
            endHan(at);
        }
        if (wordStart < 0) {
            wordStart = at;
            wordDigits = 0;
            wordLetters = 0;
            if (tokenStart < 0) {
                tokenStart = at;
                tokenMarks = 0;
            }
        }
        if (cls == DIGIT) {
            wordDigits++;
        } else {
            wordLetters += cls == LETTER ? 1 : 0;
            row.letter(wordStart, at);
        }
    }

    private void endWord(int end) {
        int length = end - wordStart;
        if (wordDigits == length) {
            row.add(wordStart, end);
            western.number(wordStart, end);
        } else {
            int extension = row.extension(wordStart, end);
            row.flush();
            if (wordDigits == 0) {
                western.word(wordStart, end);
            } else if (extension == 0) {
                row.mixed(end);
                western.number(wordStart, end);
            }
            if (wordDigits + wordLetters == length) {
                words.word(wordStart, end, wordDigits);
            }
        }
        words.plate(wordStart, end);
        wordStart = -1;
    }

    private void endToken(int end) {
        if (tokenMarks != 0) {
            tokens.token(tokenStart, end, tokenMarks);
        }
        secrets.token(tokenStart, end);
        tokenStart = -1;
    }

    private void endHan(int end) {
        names.run(hanStart, end);
        addresses.run(hanStart, end);
        hanStart = -1;
    }

    private static int classOf(char c) {
        if (c < CLASSES.length) {
            return CLASSES[c];
        }
        if (c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c == '〇') {
            return HAN;
        }
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK ? OTHER_LETTER : BREAK;
    }

    private static byte[] classes() {
        byte[] classes = new byte[128];
        for (char c = 0; c < classes.length; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            classes[c] = (byte) (c >= '0' && c <= '9' ? DIGIT : letter ? LETTER
                    : "-._:/@+%=&#~'*!?$^`\\".indexOf(c) >= 0 ? JOIN : c == ' ' || c == '\t' ? SPACE : BREAK);
        }
        return classes;
    }
}
