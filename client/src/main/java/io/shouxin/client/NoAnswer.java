// SPDX-License-Identifier: Apache-2.0
package io.shouxin.client;

/**
 * No answer came, or none that can be read: the connection failed, the time was over, or something
 * between here and the door answered. Whether the request was carried out is not known; one sent with
 * an idempotency key can be sent again.
 */
public final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
