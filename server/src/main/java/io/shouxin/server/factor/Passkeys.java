// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import com.webauthn4j.util.exception.WebAuthnException;

import io.shouxin.core.ledger.Entry;
import io.shouxin.server.caller.Caller;
import io.shouxin.server.problem.Checks;
import io.shouxin.server.problem.Refused;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The door to passkeys (WebAuthn level 3). A passkey asks its owner for a finger or a PIN each time, so it is
 * both factors in one, and it answers to the address it was made at and to no other: whoever is led to a
 * copy of the page has nothing to give away.
 *
 * <p>The ceremony's challenge lies in the session and is taken out before it is looked at, so that it serves
 * once. What is compared, and how, is Spring Security's and webauthn4j's: a standard of this size is not
 * written anew.
 */
@Service
public class Passkeys {

    static final Duration CHALLENGE_VALID = Duration.ofMinutes(5);
    static final int LABEL_MAX = 40;
    static final int PASSKEYS_MAX = 10;

    private static final String CREATION = "shouxin.passkey-creation";
    private static final String REQUEST = "shouxin.passkey-request";
    private static final String LOCAL = "localhost";

    private final PasskeyTable table;
    private final Factors factors;
    private final FactorSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().addModule(new WebauthnJacksonModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private final Map<Place, WebAuthnRelyingPartyOperations> parties = new ConcurrentHashMap<>();

    Passkeys(PasskeyTable table, Factors factors, FactorSettings settings, TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.factors = factors;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The name that passkeys belong to, and the addresses at which they are used. */
    private record Place(String name, Set<String> origins) {}

    /** A challenge that waits for its answer. */
    private record Waiting(Serializable options, long since) implements Serializable {}

    /** Whether passkeys can be used at the address of this request. */
    public boolean offered(HttpServletRequest request) {
        return place(request).isPresent();
    }

    List<CredentialRecord> of(String number) {
        return table.of(number);
    }

    /**
     * What the browser needs to make a passkey, as JSON.
     *
     * @throws Refused {@code factor.refused.passkey-place}, {@code factor.refused.passkey-many}
     */
    String creation(Caller self, HttpServletRequest request) {
        WebAuthnRelyingPartyOperations party = party(request);
        if (table.of(self.id()).size() >= PASSKEYS_MAX) {
            throw new Refused(Refused.Kind.CONFLICT, "factor.refused.passkey-many", Integer.toString(PASSKEYS_MAX));
        }
        table.save(ImmutablePublicKeyCredentialUserEntity.builder().name(self.id()).displayName(self.id())
                .id(Bytes.random()).build());
        PublicKeyCredentialCreationOptions options = party.createPublicKeyCredentialCreationOptions(
                new ImmutablePublicKeyCredentialCreationOptionsRequest(named(self.id())));
        wait(request, CREATION, options);
        return json.writeValueAsString(options);
    }

    /**
     * Takes a passkey that the browser made.
     *
     * @param answer a JSON object with {@code label} and {@code credential}
     * @throws Refused {@code factor.refused.passkey} where it does not answer the challenge
     */
    void register(Caller self, String answer, HttpServletRequest request) {
        PublicKeyCredentialCreationOptions options = taken(request, CREATION, PublicKeyCredentialCreationOptions.class);
        WebAuthnRelyingPartyOperations party = party(request);
        try {
            Made made = json.readValue(answer, Made.class);
            String label = label(made.label());
            transaction.executeWithoutResult(status -> {
                party.registerCredential(new ImmutableRelyingPartyRegistrationRequest(options,
                        new RelyingPartyPublicKey(required(made.credential()), label)));
                factors.changed(self.id(), self.actor(), "staff.factor-enrol", Proof.Kind.PASSKEY);
            });
        } catch (JacksonException | WebAuthnException | IllegalArgumentException | PasskeyTable.Counted wrong) {
            throw refused();
        }
    }

    private record Made(@Nullable String label,
            @Nullable PublicKeyCredential<AuthenticatorAttestationResponse> credential) {}

    private static <T> T required(@Nullable T given) {
        if (given == null) {
            throw refused();
        }
        return given;
    }

    private static String label(@Nullable String typed) {
        String label = typed == null ? "" : typed.strip();
        new Checks().present("label", label).atMost("label", label, LABEL_MAX)
                .that(label.codePoints().noneMatch(Character::isISOControl), "label", "factor.rule.label").throwIfAny();
        return label;
    }

    void rename(Caller self, String id, String typed) {
        String label = label(typed);
        if (!table.rename(self.id(), bytes(id), label)) {
            throw new Refused(Refused.Kind.UNKNOWN, "factor.refused.passkey-unknown");
        }
    }

    void remove(Caller self, String id) {
        transaction.executeWithoutResult(status -> {
            if (!table.remove(self.id(), bytes(id))) {
                throw new Refused(Refused.Kind.UNKNOWN, "factor.refused.passkey-unknown");
            }
            factors.dropCodesOfNothing(self.id());
            factors.changed(self.id(), self.actor(), "staff.factor-remove", Proof.Kind.PASSKEY);
        });
    }

    private static Bytes bytes(String id) {
        try {
            return Bytes.fromBase64(id);
        } catch (IllegalArgumentException malformed) {
            throw new Refused(Refused.Kind.UNKNOWN, "factor.refused.passkey-unknown");
        }
    }

    /**
     * What the browser needs to ask for a passkey, as JSON.
     *
     * @param number whose passkeys; empty lets the browser offer those it has
     * @throws Refused {@code factor.refused.passkey-place}
     */
    public String request(Optional<String> number, HttpServletRequest request) {
        PublicKeyCredentialRequestOptions options = party(request).createCredentialRequestOptions(
                new ImmutablePublicKeyCredentialRequestOptionsRequest(number.map(Passkeys::named).orElse(null)));
        wait(request, REQUEST, options);
        return json.writeValueAsString(options);
    }

    /**
     * Who answered the challenge. The entry says so, or that somebody's passkey was refused.
     *
     * @param expected who has to be the one; empty where anybody may
     * @return the number of the passkey's owner
     * @throws Refused {@code factor.refused.passkey}
     */
    public String prove(String answer, Factors.Occasion occasion, Optional<String> expected,
            HttpServletRequest request) {
        PublicKeyCredentialRequestOptions options = taken(request, REQUEST, PublicKeyCredentialRequestOptions.class);
        WebAuthnRelyingPartyOperations party = party(request);
        Optional<String> owner = Optional.empty();
        try {
            PublicKeyCredential<AuthenticatorAssertionResponse> credential =
                    required(json.readValue(answer, new TypeReference<@Nullable
                            PublicKeyCredential<AuthenticatorAssertionResponse>>() {}));
            owner = table.owner(credential.getRawId());
            if (expected.isPresent() && !expected.equals(owner)) {
                throw new IllegalArgumentException("Somebody else's.");
            }
            String number = party.authenticate(new RelyingPartyAuthenticationRequest(options, credential)).getName();
            factors.note(number, occasion, Entry.Actor.staff(number, null), Proof.Kind.PASSKEY, true);
            return number;
        } catch (JacksonException | WebAuthnException | IllegalArgumentException | PasskeyTable.Counted wrong) {
            (expected.isPresent() ? expected : owner).ifPresent(number -> factors.note(number, occasion,
                    Entry.Actor.staff(number, null), Proof.Kind.PASSKEY, false));
            throw refused();
        }
    }

    private static Refused refused() {
        return new Refused(Refused.Kind.FORBIDDEN, "factor.refused.passkey");
    }

    private static Authentication named(String number) {
        return UsernamePasswordAuthenticationToken.authenticated(number, null, List.of());
    }

    private void wait(HttpServletRequest request, String what, Serializable options) {
        request.getSession().setAttribute(what, new Waiting(options, clock.millis()));
    }

    private <T> T taken(HttpServletRequest request, String what, Class<T> type) {
        HttpSession session = request.getSession(false);
        Object kept = session == null ? null : session.getAttribute(what);
        if (session != null) {
            session.removeAttribute(what);
        }
        if (kept instanceof Waiting waiting && type.isInstance(waiting.options())
                && Instant.ofEpochMilli(waiting.since()).plus(CHALLENGE_VALID).isAfter(clock.instant())) {
            return type.cast(waiting.options());
        }
        throw refused();
    }

    private WebAuthnRelyingPartyOperations party(HttpServletRequest request) {
        return parties.computeIfAbsent(place(request).orElseThrow(
                () -> new Refused(Refused.Kind.CONFLICT, "factor.refused.passkey-place")), this::party);
    }

    /** Without a setting they work on this machine alone: a name that comes with the request proves nothing. */
    private Optional<Place> place(HttpServletRequest request) {
        if (!settings.origins().isEmpty()) {
            return Optional.of(new Place(settings.passkeyName(), Set.copyOf(settings.origins())));
        }
        boolean here = request.getServerName().equals(LOCAL) && request.getServerPort() == request.getLocalPort();
        return here ? Optional.of(new Place(LOCAL,
                Set.of(request.getScheme() + "://" + LOCAL + ":" + request.getServerPort()))) : Optional.empty();
    }

    private WebAuthnRelyingPartyOperations party(Place place) {
        Webauthn4JRelyingPartyOperations party = new Webauthn4JRelyingPartyOperations(table, table,
                PublicKeyCredentialRpEntity.builder().id(place.name()).name("Shouxin").build(), place.origins());
        party.setCustomizeCreationOptions(options -> options.timeout(CHALLENGE_VALID)
                .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.REQUIRED).build()));
        party.setCustomizeRequestOptions(options -> options.timeout(CHALLENGE_VALID)
                .userVerification(UserVerificationRequirement.REQUIRED));
        return party;
    }
}
