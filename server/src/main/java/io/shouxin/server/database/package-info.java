// SPDX-License-Identifier: Apache-2.0
/**
 * Where the data lies: an external PostgreSQL when one is configured, otherwise an embedded cluster
 * under the server's home that is durable, asks for a password, listens on loopback only and never
 * outlives the server. Decided before Spring makes its first connection.
 *
 * <p>Start reading at {@link io.shouxin.server.database.DatabaseSetup}.
 */
@ApplicationModule(displayName = "Database", allowedDependencies = {})
@NullMarked
package io.shouxin.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
