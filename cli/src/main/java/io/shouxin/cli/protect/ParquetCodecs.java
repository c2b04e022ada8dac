// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * How pages are compressed, without the configuration of a Hadoop cluster, which is what the library's own factory
 * looks for. LZO, LZ4 and Brotli are not there; a file with them is refused.
 */
final class ParquetCodecs implements CompressionCodecFactory {

    /** A page that claims more was made to exhaust the memory. */
    private static final int PAGE_MAX = 1 << 28;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        return new Compressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        return new Decompressor(name);
    }

    @Override
    public void release() {}

    private static byte[] bytes(BytesInput input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) input.size());
        input.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private record Compressor(CompressionCodecName name) implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput input) throws IOException {
            byte[] plain = bytes(input);
            return BytesInput.from(switch (name) {
                case UNCOMPRESSED -> plain;
                case SNAPPY -> Snappy.compress(plain);
                case ZSTD -> Zstd.compress(plain);
                case GZIP -> gzip(plain);
                default -> throw new IOException("This compression is not there.");
            });
        }

        private static byte[] gzip(byte[] plain) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(plain);
            }
            return out.toByteArray();
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {}
    }

    private record Decompressor(CompressionCodecName name) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput input, int size) throws IOException {
            return BytesInput.from(plain(bytes(input), size));
        }

        @Override
        public void decompress(ByteBuffer input, int compressedSize, ByteBuffer output, int size) throws IOException {
            byte[] bytes = new byte[compressedSize];
            input.get(bytes);
            output.put(plain(bytes, size));
        }

        private byte[] plain(byte[] bytes, int size) throws IOException {
            if (size < 0 || size > PAGE_MAX) {
                throw new IOException("A page of this size is none.");
            }
            byte[] plain = new byte[size];
            switch (name) {
                case UNCOMPRESSED -> {
                    return bytes;
                }
                case SNAPPY -> Snappy.uncompress(bytes, 0, bytes.length, plain, 0);
                case ZSTD -> Zstd.decompress(plain, bytes);
                case GZIP -> {
                    try (DataInputStream in = new DataInputStream(
                            new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
                        in.readFully(plain);
                    }
                }
                default -> throw new IOException("This compression is not there.");
            }
            return plain;
        }

        @Override
        public void release() {}
    }
}
