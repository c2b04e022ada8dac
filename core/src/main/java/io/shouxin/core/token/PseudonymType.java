// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

/** What a pseudonym stands for. Letter and code are part of the format. */
public enum PseudonymType {
    /** A subscriber's number in E.164. */
    MSISDN('m'),
    /** ITU-T E.212. */
    IMSI('i'),
    /** 3GPP TS 23.003; a spare 0 that the network sends in place of the check digit makes no difference. */
    IMEI('e'),
    /** ITU-T E.118. */
    ICCID('c'),
    IPV4('v'),
    /** Fills a block alone, so it has a key of its own and a made-up pseudonym is not recognised. */
    IPV6('w'),
    /** GB 11643-1999. */
    RESIDENT_ID('r'),
    /** 1 to 18 digits as they are written: service numbers, account and record numbers. */
    DIGITS('n');

    private final char letter;

    PseudonymType(char letter) {
        this.letter = letter;
    }

    /** With which the text of a pseudonym begins. */
    public char letter() {
        return letter;
    }

    /** The first byte of the block. */
    int code() {
        return ordinal() + 1;
    }
}
