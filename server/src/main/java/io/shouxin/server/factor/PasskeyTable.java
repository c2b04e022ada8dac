// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.factor;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All SQL about passkeys, as Spring Security asks for it and as the pages do. */
@Repository
class PasskeyTable implements UserCredentialRepository, PublicKeyCredentialUserEntityRepository {

    private static final String HANDLE = """
            INSERT INTO factor_handle (number, handle) VALUES (:number, :handle) ON CONFLICT (number) DO NOTHING
            """;

    private static final String BY_ID = "SELECT * FROM factor_passkey WHERE credential_id = :id";

    private static final String BY_HANDLE = "SELECT * FROM factor_passkey WHERE handle = :handle ORDER BY created_at";

    private static final String BY_NUMBER = """
            SELECT p.* FROM factor_passkey p JOIN factor_handle h ON h.handle = p.handle
            WHERE h.number = :number ORDER BY p.created_at
            """;

    // A signature that was counted already, here or on another node, changes no row. An authenticator that does
    // not count always says 0 (WebAuthn level 3, 6.1.1).
    private static final String SAVE = """
            INSERT INTO factor_passkey AS p (credential_id, handle, label, public_key, signatures, uv_initialized,
                transports, backup_eligible, backed_up, attestation, client_data, created_at, used_at)
            VALUES (:id, :handle, :label, :key, :signatures, :uv, :transports, :eligible, :backed, :attestation,
                :client, :at, :at)
            ON CONFLICT (credential_id) DO UPDATE
            SET signatures = excluded.signatures, backed_up = excluded.backed_up, used_at = excluded.used_at
            WHERE p.handle = excluded.handle AND (p.signatures < excluded.signatures OR excluded.signatures = 0)
            """;

    private static final String RENAME = """
            UPDATE factor_passkey p SET label = :label FROM factor_handle h
            WHERE p.credential_id = :id AND h.handle = p.handle AND h.number = :number
            """;

    private static final String REMOVE = """
            DELETE FROM factor_passkey p USING factor_handle h
            WHERE p.credential_id = :id AND h.handle = p.handle AND h.number = :number
            """;

    private static final String REMOVE_ALL = """
            DELETE FROM factor_passkey p USING factor_handle h WHERE h.handle = p.handle AND h.number = :number
            """;

    private final JdbcClient db;
    private final Clock clock;

    PasskeyTable(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** A signature was counted before: its authenticator was copied, or its answer sent twice. */
    static final class Counted extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    List<CredentialRecord> of(String number) {
        return db.sql(BY_NUMBER).param("number", number).query(PasskeyTable::passkey).list();
    }

    boolean has(String number) {
        return !of(number).isEmpty();
    }

    boolean rename(String number, Bytes id, String label) {
        return db.sql(RENAME).param("number", number).param("id", id.getBytes()).param("label", label).update() == 1;
    }

    boolean remove(String number, Bytes id) {
        return db.sql(REMOVE).param("number", number).param("id", id.getBytes()).update() == 1;
    }

    int removeAll(String number) {
        return db.sql(REMOVE_ALL).param("number", number).update();
    }

    /** Whose this passkey is. */
    Optional<String> owner(Bytes id) {
        return db.sql("""
                SELECT h.number FROM factor_passkey p JOIN factor_handle h ON h.handle = p.handle
                WHERE p.credential_id = :id
                """).param("id", id.getBytes()).query(String.class).optional();
    }

    @Override
    public void delete(Bytes id) {
        throw new IllegalStateException("A passkey is removed by its owner, or all by an administrator.");
    }

    /** @throws Counted see there */
    @Override
    public void save(CredentialRecord one) {
        Instant at = clock.instant();
        int saved = db.sql(SAVE).param("id", one.getCredentialId().getBytes())
                .param("handle", one.getUserEntityUserId().getBytes()).param("label", one.getLabel())
                .param("key", one.getPublicKey().getBytes()).param("signatures", one.getSignatureCount())
                .param("uv", one.isUvInitialized())
                .param("transports", one.getTransports().stream().map(AuthenticatorTransport::getValue)
                        .toArray(String[]::new))
                .param("eligible", one.isBackupEligible()).param("backed", one.isBackupState())
                .param("attestation", bytes(one.getAttestationObject()))
                .param("client", bytes(one.getAttestationClientDataJSON()))
                .param("at", Timestamp.from(at)).update();
        if (saved == 0) {
            throw new Counted();
        }
    }

    private static byte[] bytes(@Nullable Bytes given) {
        return given == null ? new byte[0] : given.getBytes();
    }

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes id) {
        return db.sql(BY_ID).param("id", id.getBytes()).query(PasskeyTable::passkey).optional().orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes handle) {
        return db.sql(BY_HANDLE).param("handle", handle.getBytes()).query(PasskeyTable::passkey).list();
    }

    private static CredentialRecord passkey(ResultSet row, int index) throws SQLException {
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(new Bytes(row.getBytes("credential_id")))
                .userEntityUserId(new Bytes(row.getBytes("handle")))
                .label(row.getString("label"))
                .publicKey(new ImmutablePublicKeyCose(row.getBytes("public_key")))
                .signatureCount(row.getLong("signatures"))
                .uvInitialized(row.getBoolean("uv_initialized"))
                .transports(Arrays.stream((String[]) row.getArray("transports").getArray())
                        .map(AuthenticatorTransport::valueOf).collect(Collectors.toSet()))
                .backupEligible(row.getBoolean("backup_eligible"))
                .backupState(row.getBoolean("backed_up"))
                .attestationObject(new Bytes(row.getBytes("attestation")))
                .attestationClientDataJSON(new Bytes(row.getBytes("client_data")))
                .created(row.getTimestamp("created_at").toInstant())
                .lastUsed(row.getTimestamp("used_at").toInstant())
                .build();
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes handle) {
        return db.sql("SELECT number, handle FROM factor_handle WHERE handle = :handle")
                .param("handle", handle.getBytes()).query(PasskeyTable::user).optional().orElse(null);
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String number) {
        return db.sql("SELECT number, handle FROM factor_handle WHERE number = :number").param("number", number)
                .query(PasskeyTable::user).optional().orElse(null);
    }

    /** Of two that are made at once the first stays. */
    @Override
    public void save(PublicKeyCredentialUserEntity user) {
        db.sql(HANDLE).param("number", user.getName()).param("handle", user.getId().getBytes()).update();
    }

    private static PublicKeyCredentialUserEntity user(ResultSet row, int index) throws SQLException {
        String number = row.getString("number");
        return ImmutablePublicKeyCredentialUserEntity.builder().name(number).displayName(number)
                .id(new Bytes(row.getBytes("handle"))).build();
    }
}
