package net.saltban.enforce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * The ends of real connections. {@code listen PORT...} echoes lines on TCP and packets on UDP; {@code tcp SOURCE TARGET PORT} and
 * {@code udp SOURCE TARGET PORT} print {@code accepted} or {@code refused}; {@code talk SOURCE TARGET PORT} connects once and
 * echoes each line of its input through the connection.
 */
public final class ConnectionMain {
    private static final int MILLIS_MAX = 1500;

    private ConnectionMain() {}

    /** Runs one end. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (args[0]) {
            case "listen" -> {
                for (int i = 1; i < args.length; i++) {
                    listen(Integer.parseInt(args[i]));
                }
                out.println("listening");
            }
            case "tcp" -> out.println(isAccepted(args) ? "accepted" : "refused");
            case "udp" -> out.println(isAnswered(args) ? "accepted" : "refused");
            case "talk" -> talk(args, out);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void listen(int port) throws IOException {
        ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(port);
        thread(() -> {
            while (true) {
                Socket connection = tcp.accept();
                thread(() -> echo(connection));
            }
        });
        thread(() -> {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                udp.receive(packet);
                udp.send(packet);
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        new Thread(() -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        System.err.println(e);
                    }
                })
                .start();
    }

    private static void echo(Socket connection) throws IOException {
        try (connection) {
            connection.getInputStream().transferTo(connection.getOutputStream());
        }
    }

    private static Socket connect(String[] args) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(args[1]), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName(args[2]), Integer.parseInt(args[3])), MILLIS_MAX);
        return socket;
    }

    private static boolean isAccepted(String[] args) throws IOException {
        try (Socket socket = connect(args)) {
            return socket.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static boolean isAnswered(String[] args) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(args[1]), 0))) {
            socket.setSoTimeout(MILLIS_MAX);
            InetSocketAddress target = new InetSocketAddress(InetAddress.getByName(args[2]), Integer.parseInt(args[3]));
            socket.send(new DatagramPacket(new byte[] {1}, 1, target));
            socket.receive(new DatagramPacket(new byte[100], 100));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void talk(String[] args, PrintStream out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Socket socket = connect(args)) {
            socket.setSoTimeout(10 * MILLIS_MAX);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out.println("connected");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.println(answers.readLine());
            }
        }
    }
}
