package net.saltban.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Enumeration;

import net.saltban.address.IpAddress;

/** The addresses of this machine's interfaces, whether up or down. */
public final class OwnAddresses implements ProtectionSource {
    private static final String WHY = "an address of this machine";

    @Override
    public void collect(Protections into) throws IOException {
        Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
        for (NetworkInterface each : Collections.list(interfaces)) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                String text = address.getHostAddress();
                int zone = text.indexOf('%');
                into.add(IpAddress.parse(zone < 0 ? text : text.substring(0, zone)), WHY);
            }
        }
    }
}
