// What eng/check-packages.sh asks of an application that references the packages alone.
switch (args)
{
    case ["pictures", var archive, var captions, var folder]:
        Pictures.Write(archive, captions, folder);
        return 0;
    case ["contents", var folder]:
        return Contents.Check(folder);
    case ["readmes"]:
        await Readmes.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Expected pictures ARCHIVE CAPTIONS FOLDER, contents FOLDER or readmes.");
        return 2;
}
