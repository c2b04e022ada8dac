// SPDX-License-Identifier: Apache-2.0
/**
 * The second factor: codes of an authenticator app, passkeys, recovery codes, and the proof before a
 * sensitive act that the person at the session is still the one who signed in.
 *
 * <p>It stands below the entrance, which asks it at the sign-in, and knows no password: the entrance tells
 * it through {@link io.shouxin.server.factor.PasswordProof} whether one is right.
 *
 * <p>Start reading at {@link io.shouxin.server.factor.StepUp} for who wants a proof, at
 * {@link io.shouxin.server.factor.Factors} for what people have.
 */
@ApplicationModule(displayName = "Second factor",
        allowedDependencies = {"keys", "staff", "caller", "ledger", "clock", "problem", "language", "page"})
@NullMarked
package io.shouxin.server.factor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
