// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

/** An entry as it lies on the disk. Its bytes may be no entry any more: somebody at the database can change them. */
public record Stored(long number, byte[] bytes) {}
