// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.token;

import io.shouxin.core.data.BankCard;
import io.shouxin.core.data.CheckDigits;
import io.shouxin.core.data.Imei;
import io.shouxin.core.data.Imsi;
import io.shouxin.core.secret.PlainAccess;
import io.shouxin.core.token.TokenRefused.Reason;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;

/** Identifiers that are digits with a kept beginning and perhaps a check digit. */
final class DigitCutters {

    private DigitCutters() {}

    /** Mobile country and network code, then the subscriber. */
    static final class ImsiCutter implements Cutter {

        // Countries where some network code has three digits (ITU-T E.212 assignments); elsewhere all have two.
        private static final Set<String> THREE_DIGIT_NETWORKS = Set.of("001", "208", "214", "250", "255", "302",
                "310", "311", "312", "313", "314", "315", "316", "330", "334", "338", "342", "344", "346", "348",
                "350", "352", "354", "356", "358", "360", "365", "366", "374", "376", "405", "441", "467", "502",
                "708", "710", "714", "722", "732", "738", "750", "999");

        @Override
        public Cut cut(String raw, LocalDate lastDay) {
            String imsi = isUsual(raw) ? raw : Imsi.parse(raw).normal(PlainAccess.granted());
            int kept = THREE_DIGIT_NETWORKS.contains(imsi.substring(0, 3)) ? 6 : 5;
            return Cut.decimal(imsi.substring(0, kept), imsi.substring(kept), "");
        }

        /** What {@link Imsi} takes as it stands. */
        private static boolean isUsual(String raw) {
            return raw.length() == 15 && raw.charAt(0) >= '2' && raw.charAt(0) != '8' && Cutter.isDigits(raw);
        }

        @Override
        public String join(Cut cut, long number, LocalDate lastDay) {
            return cut.before() + cut.digits(number);
        }
    }

    /** Type allocation code, serial number, then a check digit or a software version. */
    static final class ImeiCutter implements Cutter {

        private static final int TYPE = 8;
        private static final int SERIAL_END = 14;

        @Override
        public Cut cut(String raw, LocalDate lastDay) {
            String imei = isUsual(raw) ? raw : Imei.fromNetwork(raw).normal(PlainAccess.granted());
            String version = imei.length() == 16 ? imei.substring(SERIAL_END) : "";
            return Cut.decimal(imei.substring(0, TYPE), imei.substring(TYPE, SERIAL_END), version);
        }

        /** A check digit that holds, or the spare 0 of a network: the digits before it are all that is needed. */
        private static boolean isUsual(String raw) {
            return raw.length() == 15 && Cutter.isDigits(raw) && (raw.charAt(14) == '0' || CheckDigits.luhnHolds(raw));
        }

        @Override
        public String join(Cut cut, long number, LocalDate lastDay) {
            String serial = cut.before() + cut.digits(number);
            return serial + (cut.after().isEmpty() ? Integer.toString(CheckDigits.luhnDigit(serial)) : cut.after());
        }
    }

    /** The issuer's number, the account, a check digit. */
    static final class BankCardCutter implements Cutter {

        private final int issuer;

        BankCardCutter(int issuer) {
            this.issuer = issuer;
        }

        @Override
        public Cut cut(String raw, LocalDate lastDay) {
            String card = BankCard.parse(raw).normal(PlainAccess.granted());
            return Cut.decimal(card.substring(0, issuer), card.substring(issuer, card.length() - 1), "");
        }

        @Override
        public String join(Cut cut, long number, LocalDate lastDay) {
            String account = cut.before() + cut.digits(number);
            return account + CheckDigits.luhnDigit(account);
        }
    }

    /** Digits without a meaning of their own. */
    static final class PlainCutter implements Cutter {

        private static final Pattern DIGITS = Pattern.compile("[0-9]+");

        private final int length;
        private final int kept;

        PlainCutter(int length, int kept) {
            this.length = length;
            this.kept = kept;
        }

        @Override
        public Cut cut(String raw, LocalDate lastDay) {
            if (raw.length() != length || !DIGITS.matcher(raw).matches()) {
                throw Reason.FORMAT.refusal();
            }
            return Cut.decimal(raw.substring(0, kept), raw.substring(kept), "");
        }

        @Override
        public String join(Cut cut, long number, LocalDate lastDay) {
            return cut.before() + cut.digits(number);
        }
    }
}
