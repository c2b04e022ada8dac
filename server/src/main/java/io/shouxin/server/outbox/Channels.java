// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The ways out that there are on this node. */
final class Channels implements AutoCloseable {

    private final Map<Message.Kind, Channel> channels;

    Channels(Map<Message.Kind, Channel> channels) {
        this.channels = Map.copyOf(channels);
    }

    static Channels of(OutboxSettings settings, Receipts receipts, Clock clock) {
        Map<Message.Kind, Channel> channels = new EnumMap<>(Message.Kind.class);
        if (settings.has(Message.Kind.MAIL)) {
            channels.put(Message.Kind.MAIL, new MailChannel(settings));
        }
        if (settings.has(Message.Kind.SMS)) {
            channels.put(Message.Kind.SMS, new SmsChannel(settings, receipts, clock));
        }
        return new Channels(channels);
    }

    Optional<Channel> by(Message.Kind kind) {
        return Optional.ofNullable(channels.get(kind));
    }

    boolean none() {
        return channels.isEmpty();
    }

    @Override
    public void close() {
        channels.values().forEach(Channel::close);
    }
}
