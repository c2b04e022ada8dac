// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.detect;

/** A window on characters, reused from find to find: what is scanned is never copied into strings. */
final class Digits implements CharSequence {

    private char[] chars = new char[0];
    private int offset;
    private int length;

    Digits of(char[] source, int start, int count) {
        chars = source;
        offset = start;
        length = count;
        return this;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[offset + index];
    }

    /** The number that {@code count} digits from {@code from} make; at most nine. */
    int number(int from, int count) {
        int value = 0;
        for (int i = offset + from; i < offset + from + count; i++) {
            value = value * 10 + chars[i] - '0';
        }
        return value;
    }

    boolean startsWith(String prefix) {
        if (length < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (chars[offset + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Digits().of(chars, offset + start, end - start);
    }

    /** Dots: a window on a customer's value never prints it. */
    @Override
    public String toString() {
        return "•".repeat(Math.min(length, 4));
    }
}
