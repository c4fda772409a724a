import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;

/** Payara Micro with the arguments of its command line, which deploys and undeploys as its standard input says. */
class Micro {

    /** Takes lines such as {@code deploy FILE} and {@code undeploy}, and answers each with a line of its own. */
    public static void main(String[] arguments) throws Exception {
        PayaraMicroBoot boot = PayaraMicroLauncher.create(arguments);
        PayaraMicroRuntime server = boot.getRuntime();
        System.out.println("MICRO up");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("undeploy")) {
                server.undeploy("ccproxy");
                System.out.println("MICRO undeployed");
            } else {
                File war = new File(line.substring("deploy ".length()));
                System.out.println(server.deploy("ccproxy", "/", war) ? "MICRO deployed" : "MICRO failed");
            }
        }
        boot.shutdown();
    }
}
