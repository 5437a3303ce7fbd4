using ChatSample;
using Eidetic;
using Eidetic.Extensions.AI;

var folder = args is [var given, ..] ? given : "emoji.memory";
if (args.Length == 0 && !ImageMemory.Exists(folder))
{
    Console.WriteLine("No memory is named: memorizing the emoji that ship, which takes two to three minutes.");
    await ImageMemory.MemorizeAsync(new MemorizeOptions { Source = "emoji", Memory = folder, TimeBudget = TimeSpan.FromMinutes(2) });
}

await using var memory = await ImageMemory.OpenAsync(folder);
using var configured = ConfiguredModel.Create(Environment.GetEnvironmentVariable);
using var scripted = new ScriptedModel();
Console.WriteLine(configured is null
    ? "No model is configured (OPENAI_MODEL is not set; see the README): a script that looks up whatever you type answers in its place."
    : $"Talking to {Environment.GetEnvironmentVariable("OPENAI_MODEL")}.");

using var chat = new ImageChat(configured ?? scripted, memory.CreateRecallTool(new RecallImagesOptions
{
    Caption = key => memory.FindImage(key)?.Captions is [var caption, ..] ? caption.Text : null,
}));
Console.WriteLine($"{memory.Count} images. Ask for some; an empty line ends.");
Console.Write("> ");
while (Console.ReadLine() is { } question && !string.IsNullOrWhiteSpace(question))
{
    var answer = await chat.AskAsync(question);
    Console.WriteLine(answer.Text);
    foreach (var image in answer.Images)
    {
        Console.WriteLine($"  [{image.Probability:P0}] {memory.FindImage(image.Image)?.Path ?? image.Image}");
    }

    Console.Write("> ");
}
