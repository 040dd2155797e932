package io.mlfd.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mlfd.images.Wheel.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An index of packages on this machine, which can be told to fail. */
final class WheelIndex implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private List<Stand> listed = List.of();
    private String hidden = "";
    private int breakAfter = Integer.MAX_VALUE;
    private boolean knowsRanges = true;
    private boolean elsewhere;

    /**
     * A stand-in for a wheel.
     *
     * @param content what is in it
     */
    record Stand(String project, String version, String licence, List<Member> members, Map<String, byte[]> content) {
        Stand(String project, String version, String licence) {
            this(project, version, licence, List.of(), Map.of());
        }

        /** Holds a file, which is listed. */
        Stand with(String path, String target, String text) {
            return beside(path, text).listing(path, target, text);
        }

        /** Holds a file. */
        Stand beside(String path, String text) {
            Map<String, byte[]> more = new TreeMap<>(content);
            more.put(path, bytes(text));
            return new Stand(project, version, licence, members, more);
        }

        /** Lists a file. */
        Stand listing(String path, String target, String text) {
            List<Member> more = new ArrayList<>(members);
            more.add(new Member(path, target, bytes(text).length, Digests.of(bytes(text))));
            return new Stand(project, version, licence, more, content);
        }

        Stand under(String other) {
            return new Stand(project, version, other, members, content);
        }

        Wheel wheel() {
            byte[] zip = zip();
            String file = project.replace('-', '_') + "-" + version + "-py3-none-any.whl";
            return new Wheel(project, version, file, zip.length, Digests.of(zip), licence, members);
        }

        byte[] zip() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> file : new TreeMap<>(content).entrySet()) {
                    ZipEntry entry = new ZipEntry(file.getKey());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(file.getValue());
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    WheelIndex() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/simple/", this::page);
        server.createContext("/files/", this::file);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/simple");
    }

    /** Serves wheels, and lists them. */
    void serve(Stand... wheels) {
        files.clear();
        for (Stand wheel : wheels) {
            files.put(wheel.wheel().file(), wheel.zip());
        }
        list(wheels);
    }

    /** Lists wheels, whatever is served. */
    void list(Stand... wheels) {
        listed = List.of(wheels);
    }

    void write(Path list) throws IOException {
        new ObjectMapper()
                .writeValue(
                        list.toFile(),
                        new WheelList(
                                "9.8.7",
                                "cu000",
                                listed.stream().map(Stand::wheel).toList()));
    }

    void hide(Stand wheel) {
        hidden = wheel.wheel().file();
    }

    void corrupt(Stand wheel) {
        files.get(wheel.wheel().file())[3] ^= 1;
    }

    void lengthen(Stand wheel) {
        files.computeIfPresent(wheel.wheel().file(), (name, bytes) -> Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** Closes the next connection after so many bytes. */
    void breakAfter(int bytes) {
        breakAfter = bytes;
    }

    void withoutRanges() {
        knowsRanges = false;
    }

    /** Files come from another host, as those of PyPI do. */
    void redirectElsewhere() {
        elsewhere = true;
    }

    List<String> ranges() {
        return ranges;
    }

    /** The host, and the header it was sent. */
    List<String> authorizations() {
        return authorizations;
    }

    private void page(HttpExchange exchange) throws IOException {
        note(exchange);
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html><body>\n");
        for (Stand stand : listed) {
            String file = stand.wheel().file();
            if (!file.equals(hidden)) {
                page.append("<a href=\"../../files/%s?a=1&amp;b=2#sha256=0\" data-x=\"y\">%s</a><br/>\n"
                        .formatted(file, file));
            }
        }
        byte[] bytes = page.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void file(HttpExchange exchange) throws IOException {
        note(exchange);
        String path = exchange.getRequestURI().getPath();
        byte[] all = files.get(path.substring("/files/".length()));
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (elsewhere && host.startsWith("127.")) {
            exchange.getResponseHeaders().set("Location", "http://" + host.replace("127.0.0.1", "localhost") + path);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        boolean asked = elsewhere || "a=1&b=2".equals(exchange.getRequestURI().getQuery());
        if (all == null || !asked) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null) {
            ranges.add(range);
            if (knowsRanges) {
                from = Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
            }
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
        int length = Math.min(breakAfter, all.length - from);
        breakAfter = Integer.MAX_VALUE;
        exchange.getResponseBody().write(all, from, length);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private void note(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host").startsWith("127.") ? "index" : "elsewhere";
        authorizations.add(host + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
