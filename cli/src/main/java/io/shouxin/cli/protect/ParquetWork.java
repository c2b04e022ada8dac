// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.RowBatch;
import io.shouxin.core.plan.StepOutput;
import io.shouxin.core.plan.WholeTable;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file through a plan. Columns that are kept keep their type, nested ones included; a column that is changed
 * becomes a text, which may be missing. Memory is that of one row group of the input; the output's are small.
 */
final class ParquetWork {

    private static final long ROW_GROUP_BYTES = 1L << 24;
    private static final byte[] HIDDEN = "******".getBytes(UTF_8);

    private final Work work;
    private final Settings settings;
    private final ReleaseKey key;
    private final Progress progress;
    private final Counts counts = new Counts();
    private final ParquetConfiguration configuration = new PlainParquetConfiguration();
    private MessageType schema;
    private MessageType written;
    private long total;
    private CompressionCodecName codec = CompressionCodecName.SNAPPY;

    ParquetWork(Work work, Settings settings, ReleaseKey key, Progress progress) {
        this.work = work;
        this.settings = settings;
        this.key = key;
        this.progress = progress;
    }

    Report run() throws IOException {
        if (settings.input().equals(CsvSource.STANDARD_INPUT) || settings.output().equals(CsvSource.STANDARD_INPUT)) {
            throw new Failure(Exit.USAGE, "protect.parquet.pipe");
        }
        if (!Files.isRegularFile(settings.input())) {
            throw new Failure(Exit.INPUT, "input.missing", settings.input().toString());
        }
        progress.on(settings.input().toString());
        progress.expect(Files.size(settings.input()));
        footer();
        List<String> header = schema.getFields().stream().map(Type::getName).toList();
        CsvWork.fits(work, header);
        PartFile part = null;
        PartFile refused = null;
        boolean done = false;
        WholeTable whole = work.whole() ? whole(header) : null;
        try (Protection protection = work.open(header, key, whole)) {
            written = written(protection);
            part = PartFile.open(settings.output());
            boolean startedOver = part.wasBegun();
            refused = settings.rejects() == null ? null : PartFile.open(settings.rejects());
            Rejects rejects = Rejects.into(refused == null ? null : refused.from(0), true);
            rows(protection, new BufferedOutputStream(part.from(0), 1 << 18), rejects);
            protection.end();
            rejects.flush();
            part.force();
            if (refused != null) {
                refused.finish();
            }
            part.finish();
            done = true;
            return report(header, protection, rejects, new Report.Course(0, startedOver, whole));
        } catch (IOException failed) {
            throw new Failure(Exit.OUTPUT, "output.failed", settings.output().toString());
        } finally {
            if (!done) {
                CsvWork.abandon(part);
                CsvWork.abandon(refused);
            }
        }
    }

    private void footer() {
        ParquetReadOptions options = ParquetReadOptions.builder(configuration)
                .withCodecFactory(new ParquetCodecs()).build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(settings.input()), options)) {
            ParquetMetadata footer = reader.getFooter();
            schema = footer.getFileMetaData().getSchema();
            total = footer.getBlocks().stream().mapToLong(block -> block.getRowCount()).sum();
            footer.getBlocks().stream().flatMap(block -> block.getColumns().stream()).findFirst()
                    .ifPresent(column -> codec = column.getCodec());
        } catch (IOException | RuntimeException unreadable) {
            // What the library says may quote the file.
            throw new Failure(Exit.INPUT, "protect.parquet.unreadable", settings.input().toString());
        }
    }

    private MessageType written(Protection protection) {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        for (int i = 0; i < schema.getFieldCount(); i++) {
            Type type = schema.getType(i);
            if (protection.isDropped(i)) {
                continue;
            }
            if (protection.output(i) == null) {
                builder.addField(type);
                continue;
            }
            if (!ParquetText.isKnown(type)) {
                throw new Failure(Exit.INPUT, "protect.parquet.type", type.getName());
            }
            builder.addField(Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType())
                    .named(type.getName()));
        }
        return builder.named(schema.getName());
    }

    /** The first of two times, for a plan that has to see all rows. */
    private WholeTable whole(List<String> header) throws IOException {
        progress.expect(Files.size(settings.input()));
        try (Protection first = Protection.collecting(work.fitting(), header, key)) {
            written(first);
            each(first, new Sink() {
                @Override
                public void rows(List<Group> rows) {}

                @Override
                public void unreadable(String column) {}
            });
            return first.collected();
        }
    }

    private void rows(Protection protection, OutputStream target, Rejects rejects) throws IOException {
        try (ParquetWriter<Group> writer = writer(target)) {
            each(protection, new Sink() {
                @Override
                public void rows(List<Group> rows) throws IOException {
                    for (int row = 0; row < rows.size(); row++) {
                        counts.rows++;
                        Group made = made(rows.get(row), row, protection, rejects);
                        if (made != null) {
                            writer.write(made);
                            counts.written++;
                        }
                    }
                }

                @Override
                public void unreadable(String column) throws IOException {
                    counts.rows++;
                    reject(column, "row.unreadable", rejects);
                }
            });
        }
        target.flush();
    }

    /** What is done with rows behind the protection. */
    private interface Sink {

        void rows(List<Group> rows) throws IOException;

        /** A row with a text that is none, in its turn. */
        void unreadable(String column) throws IOException;
    }

    private void each(Protection protection, Sink sink) throws IOException {
        RowBatch batch = new RowBatch(schema.getFieldCount());
        List<Group> held = new ArrayList<>();
        ByteArrayOutputStream cells = new ByteArrayOutputStream();
        long share = total == 0 ? 0 : Files.size(settings.input()) / total;
        try (ParquetReader<Group> reader = reader()) {
            for (Group row = read(reader); row != null; row = read(reader)) {
                String unreadable = unreadable(row, protection);
                if (unreadable == null) {
                    hold(row, protection, batch, cells);
                    held.add(row);
                }
                progress.add(share);
                if (unreadable != null || batch.isFull() || cells.size() > 1 << 22) {
                    run(batch, held, cells, protection, sink);
                }
                if (unreadable != null) {
                    sink.unreadable(unreadable);
                }
            }
            run(batch, held, cells, protection, sink);
        }
    }

    private static void run(RowBatch batch, List<Group> held, ByteArrayOutputStream cells, Protection protection,
            Sink sink) throws IOException {
        batch.data(cells.toByteArray());
        protection.run(batch);
        sink.rows(held);
        batch.wipe();
        batch.clear();
        held.clear();
        cells.reset();
    }

    /** The first changed column whose bytes are no text, so that no other value is made of them; or null. */
    private String unreadable(Group row, Protection protection) {
        for (int i = 0; i < schema.getFieldCount(); i++) {
            Type type = schema.getType(i);
            if (protection.output(i) != null && row.getFieldRepetitionCount(i) > 0
                    && !ParquetText.isText(row, i, type)) {
                return type.getName();
            }
        }
        return null;
    }

    private Group read(ParquetReader<Group> reader) {
        try {
            return reader.read();
        } catch (IOException | RuntimeException broken) {
            throw new Failure(Exit.INPUT, "protect.parquet.unreadable", settings.input().toString());
        }
    }

    private void hold(Group row, Protection protection, RowBatch batch, ByteArrayOutputStream cells) {
        for (int i = 0; i < schema.getFieldCount(); i++) {
            int from = cells.size();
            // A date's shift looks at the person's column as well, which may be kept.
            boolean needed = !protection.isDropped(i) && ParquetText.isKnown(schema.getType(i));
            if (needed && row.getFieldRepetitionCount(i) > 0) {
                cells.writeBytes(ParquetText.of(row, i, schema.getType(i)).getBytes(UTF_8));
            }
            batch.cell(i, from, cells.size());
        }
        batch.endRow();
    }

    /** The row as it leaves, or null if it is left out. */
    private Group made(Group old, int row, Protection protection, Rejects rejects) throws IOException {
        Group made = new SimpleGroup(written);
        if (protection.isSuppressed(row)) {
            reject("", Counts.SUPPRESSED, rejects);
            return null;
        }
        int field = 0;
        for (int i = 0; i < schema.getFieldCount(); i++) {
            if (protection.isDropped(i)) {
                continue;
            }
            StepOutput output = protection.output(i);
            if (output == null) {
                copy(old, i, made, field);
            } else if (output.refusal(row) == null) {
                if (output.from(row) < output.to(row)) {
                    int length = output.to(row) - output.from(row);
                    made.add(field, new String(output.bytes(), output.from(row), length, UTF_8));
                }
            } else {
                OnInvalid policy = work.always() != null ? work.always() : protection.ruling(i).onInvalid();
                String name = schema.getType(i).getName();
                String what = Counts.of(name, output.refusal(row));
                if (policy == OnInvalid.REJECT) {
                    reject(name, output.refusal(row), rejects);
                    return null;
                }
                Counts.add(policy == OnInvalid.HIDE ? counts.hidden : counts.emptied, what);
                if (policy == OnInvalid.HIDE) {
                    made.add(field, new String(HIDDEN, UTF_8));
                }
            }
            field++;
        }
        return made;
    }

    private void reject(String column, String key, Rejects rejects) throws IOException {
        Counts.add(counts.rejected, Counts.of(column, key));
        rejects.add(new Rejects.Reject(counts.rows, column, key));
    }

    private void copy(Group old, int from, Group made, int to) {
        Type type = schema.getType(from);
        for (int i = 0; i < old.getFieldRepetitionCount(from); i++) {
            if (!type.isPrimitive()) {
                made.add(to, old.getGroup(from, i));
                continue;
            }
            switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                case INT32 -> made.add(to, old.getInteger(from, i));
                case INT64 -> made.add(to, old.getLong(from, i));
                case DOUBLE -> made.add(to, old.getDouble(from, i));
                case FLOAT -> made.add(to, old.getFloat(from, i));
                case BOOLEAN -> made.add(to, old.getBoolean(from, i));
                case BINARY, FIXED_LEN_BYTE_ARRAY -> made.add(to, old.getBinary(from, i));
                case INT96 -> made.add(to, old.getInt96(from, i));
            }
        }
    }

    private ParquetReader<Group> reader() throws IOException {
        return new Reader(new LocalInputFile(settings.input()), configuration).withCodecFactory(new ParquetCodecs())
                .build();
    }

    private static final class Reader extends ParquetReader.Builder<Group> {

        Reader(InputFile file, ParquetConfiguration configuration) {
            super(file, configuration);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private ParquetWriter<Group> writer(OutputStream target) throws IOException {
        return ExampleParquetWriter.builder(new StreamFile(target)).withConf(configuration).withType(written)
                .withCompressionCodec(codec).withCodecFactory(new ParquetCodecs()).withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    /** A stream that knows how many bytes it has taken. */
    private record StreamFile(OutputStream target) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) throws IOException {
                    target.write(b);
                    position++;
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    target.write(bytes, from, length);
                    position += length;
                }

                @Override
                public void flush() throws IOException {
                    target.flush();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private Report report(List<String> header, Protection protection, Rejects rejects, Report.Course course) {
        List<Report.Column> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            columns.add(new Report.Column(header.get(i), protection.ruling(i).technique().code()));
        }
        return new Report(work.name(), settings.planHash(), work.fitting().release(), work.fitting().recipient(),
                new Report.Source(settings.input().toString(), "parquet", "Parquet", "parquet", ""), columns, counts,
                rejects.first(), course);
    }
}
