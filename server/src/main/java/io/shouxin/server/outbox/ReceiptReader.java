// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.OptionalParameter;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads receipts: from the parameters made for it (SMPP 3.4 5.3.2.12, 5.3.2.35), and where an SMSC leaves them out,
 * from the usual text (appendix B). Of that text, which begins with the message's own words, only id and state are
 * looked at.
 */
final class ReceiptReader {

    private static final int REMOTE_ID_MAX = 64;
    private static final Pattern REMOTE_ID = Pattern.compile("[\\x21-\\x7e]{1," + REMOTE_ID_MAX + "}");
    private static final Pattern ID = Pattern.compile("(?:^|\\s)id:(\\S{1," + REMOTE_ID_MAX + "})");
    private static final Pattern STATE = Pattern.compile("\\sstat:([A-Z]{3,8})");
    private static final Map<String, Receipt.What> STATES = Map.of("DELIVRD", Receipt.What.DELIVERED,
            "EXPIRED", Receipt.What.LAPSED, "DELETED", Receipt.What.DELETED, "UNDELIV", Receipt.What.UNDELIVERABLE,
            "REJECTD", Receipt.What.REJECTED);

    private ReceiptReader() {}

    /** Empty for what can be no receipt of ours. */
    static Optional<Receipt> read(DeliverSm delivered) {
        byte[] bytes = delivered.getShortMessage();
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
        Optional<String> id = Optional.ofNullable(delivered.getOptionalParameter(
                OptionalParameter.Receipted_message_id.class)).map(OptionalParameter.COctetString::getValueAsString)
                .or(() -> group(ID, text)).filter(one -> REMOTE_ID.matcher(one).matches());
        OptionalParameter.Message_state state =
                delivered.getOptionalParameter(OptionalParameter.Message_state.class);
        Receipt.What what = state != null ? SmsChannel.what(state.getValue())
                : STATES.getOrDefault(group(STATE, text).orElse(""), Receipt.What.OPEN);
        OptionalParameter.User_message_reference ours =
                delivered.getOptionalParameter(OptionalParameter.User_message_reference.class);
        OptionalInt reference = ours == null ? OptionalInt.empty() : OptionalInt.of(ours.getValue() & 0xffff);
        return id.map(one -> new Receipt(one, reference, what));
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
