// SPDX-License-Identifier: Apache-2.0
/**
 * People and groups as an identity provider or personnel system brings them in and takes them away: SCIM 2.0
 * (RFC 7643, RFC 7644) at {@code /scim/v2}. It works through the doors of {@code staff} like any administrator,
 * and gives no right that a setting does not name.
 *
 * <p>Start reading at {@code ScimApi} for the addresses, at {@code Users} for what becomes of a person, at
 * {@code Patch} for what Microsoft Entra sends and what it means.
 */
@ApplicationModule(displayName = "SCIM",
        allowedDependencies = {"staff", "keys", "caller", "ledger", "problem", "language"})
@NullMarked
package io.shouxin.server.scim;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
